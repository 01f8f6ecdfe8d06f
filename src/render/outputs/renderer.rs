//! The finished site, unwritten: every output by its path, made when it is asked for.
//!
//! In come the public site and a theme, out go the bytes of one path, or of all. A page is
//! written again only if something that its template sees has changed; the key holds all of
//! it, so that nobody has to say what depends on what. It never knows who asks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use crate::base::diagnostic::Diagnostic;
use crate::base::language::Language;
use crate::base::memo::Keys;
use crate::base::output::{Content, OutputPath, Recipe};
use crate::base::social_card::CardRecipe;
use crate::base::stages::{BuildStage, Stages};
use crate::publish::root_files::refused;
use crate::publish::site::Site;
use crate::search::client;

use super::format_files::FormatFiles;
use super::link_check;
use super::page::{Frame, Prepared};
use super::page_cache::{CachedPage, PageCache};
use super::shown_on_page::ShownOnPage;
use crate::render::pages::menu;
use crate::render::plan::job::Job;
use crate::render::plan::planner;
use crate::render::search;
use crate::render::theme::Theme;
use crate::render::theme::assets;

/// What was written last time.
#[derive(Debug, Default)]
pub struct RenderMemory {
    keys: Keys,
    edition: u64,
    page_cache: Arc<PageCache>,
    stages: Stages,
}

impl RenderMemory {
    /// A memory whose keys are made in some way.
    pub fn with_keys(keys: Keys) -> Self {
        Self { keys, ..Self::default() }
    }

    /// Who is told how far it is.
    pub fn tell(&mut self, stages: &Stages) {
        self.stages = stages.clone();
    }
}

/// A site, ready to be written.
pub struct Renderer {
    pub(super) site: Arc<Site>,
    pub(super) theme: Arc<Theme>,
    pub(super) jobs: Vec<Job>,
    pub(super) frames: BTreeMap<Language, Frame>,
    pub(super) format_files: FormatFiles,
    /// The search index of each language, made when one of its files is asked for.
    pub(super) search: BTreeMap<Language, OnceLock<search::IndexFiles>>,
    /// Assets of the theme and files that texts link to.
    pub(super) ready: BTreeMap<OutputPath, Content>,
    pub(super) pictures: Mutex<BTreeMap<OutputPath, Arc<Recipe>>>,
    pub(super) social_cards: Mutex<BTreeMap<OutputPath, Arc<CardRecipe>>>,
    /// What the pages that were made for a whole site show, by their numbers.
    pub(super) seen: Mutex<BTreeMap<usize, ShownOnPage>>,
    pub(super) page_cache: Arc<PageCache>,
    pub(super) edition: u64,
    pub(super) keys: Keys,
    pub(super) stages: Stages,
}

/// Whether a page's bytes are kept after they were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    Bytes,
    /// The bytes, and who is seen on the page.
    BytesAndSeen,
    /// Only whether the page can be made, and its pictures.
    OutcomeOnly,
}

impl Renderer {
    /// Makes a site ready, and says what is wrong with its addresses, menus and links.
    pub fn new(
        site: Arc<Site>,
        theme: Arc<Theme>,
        memory: &mut RenderMemory,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let jobs = planner::plan(&site, diagnostics);
        menu::check_menu(&site, diagnostics);
        memory.page_cache = PageCache::for_jobs(&jobs, &memory.page_cache);
        memory.edition += 1;
        let languages = site.config.languages.iter();
        let frames = languages
            .clone()
            .map(|language| (*language, Frame::new(&site, &theme, *language)))
            .collect();
        // A copy of a withheld photo among the assets is that photo.
        let is_shown = |content: &Content| match content {
            Content::Copy(_, digest) => !site.hidden_photos.contains(digest),
            _ => true,
        };
        let assets = theme.assets.files.iter().filter(|(_, content)| is_shown(content));
        let assets = assets.map(|(at, content)| (at.clone(), content.clone()));
        let script =
            search::script_path().map(|at| (at, Content::Bytes(client::script())));
        let ready = assets.chain(assets::downloads(&site)).chain(script).collect();
        let mut renderer = Self {
            format_files: FormatFiles::default(),
            frames,
            search: languages.map(|language| (*language, OnceLock::new())).collect(),
            ready,
            pictures: Mutex::default(),
            social_cards: Mutex::default(),
            seen: Mutex::default(),
            page_cache: Arc::clone(&memory.page_cache),
            edition: memory.edition,
            keys: memory.keys,
            stages: memory.stages.clone(),
            site,
            theme,
            jobs,
        };
        renderer.add_root_files(diagnostics);
        link_check::check_links(&renderer.site, &|path| renderer.has(path), diagnostics);
        renderer
    }

    /// Adds the files that go to the root of the site, unless their addresses are taken.
    fn add_root_files(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        let site = Arc::clone(&self.site);
        for (path, (source, digest)) in &site.root_files {
            if site.hidden_photos.contains(digest) {
                continue;
            }
            if self.is_taken(path) {
                diagnostics.push(refused(source, "root-taken"));
                continue;
            }
            self.ready.insert(path.clone(), Content::Copy(source.clone(), *digest));
        }
    }

    /// True if something of ours stands at a path, above it as a file or below it; some disks take
    /// capitals and small letters for the same.
    fn is_taken(&self, path: &OutputPath) -> bool {
        let lower = path.as_str().to_lowercase();
        let is_ours = |text: &str| {
            OutputPath::new(text).is_some_and(|path| {
                let mut languages = self.site.config.languages.iter();
                let is_search = |language: &Language| {
                    search::contents_path(&self.site.config, *language).as_ref()
                        == Some(&path)
                };
                self.has(&path) || languages.any(is_search)
            })
        };
        let folders = lower.match_indices('/').map(|(at, _)| &lower[..at]);
        let below = format!("{lower}/");
        let next = self.jobs.partition_point(|job| job.path.as_str() < below.as_str());
        let covers = |job: &Job| job.path.as_str().starts_with(&below);
        lower == "assets"
            || below.starts_with("assets/")
            || is_ours(path.as_str())
            || is_ours(&lower)
            || folders.into_iter().any(is_ours)
            || self.jobs.get(next).is_some_and(covers)
    }

    /// The public site.
    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// All pages in the order of their paths.
    pub fn jobs(&self) -> &[Job] {
        &self.jobs
    }

    /// How many pages were written from a template since the memory began.
    pub fn written(&self) -> usize {
        self.page_cache.written()
    }

    /// The page at a path.
    pub fn job(&self, path: &OutputPath) -> Option<&Job> {
        self.number(path).map(|number| &self.jobs[number])
    }

    fn number(&self, path: &OutputPath) -> Option<usize> {
        self.jobs.binary_search_by(|job| job.path.cmp(path)).ok()
    }

    /// True for a path that has an output. Pictures do not count, since their names change
    /// with every new version of a photo.
    fn has(&self, path: &OutputPath) -> bool {
        self.number(path).is_some()
            || self.ready.contains_key(path)
            || self.format_files.hold(&self.site, &self.jobs, path)
    }

    /// What stands at a path.
    ///
    /// # Errors
    /// If the page cannot be made with this theme.
    pub fn output(&self, path: &OutputPath) -> Result<Option<Content>, Box<Diagnostic>> {
        if let Some(number) = self.number(path) {
            let made = self.page(number, Keep::Bytes);
            let bytes = made.page?.unwrap_or_else(|| Arc::from([].as_slice()));
            return Ok(Some(Content::Bytes(bytes)));
        }
        let (site, words) = (&self.site, &self.theme.words);
        let ready = self.ready.get(path).cloned();
        Ok(ready
            .or_else(|| self.format_files.content(site, words, &self.jobs, path))
            .or_else(|| self.search_file(path))
            .or_else(|| self.picture(path)))
    }

    /// The index of a language, made by the first who asks.
    pub(super) fn search(&self, language: Language) -> Option<&search::IndexFiles> {
        let index = self.search.get(&language)?;
        let words = &self.theme.words[&language];
        Some(index.get_or_init(|| {
            self.stages
                .of(BuildStage::Search, || search::files(&self.site, words, language))
        }))
    }

    /// A file of the index of some language.
    fn search_file(&self, path: &OutputPath) -> Option<Content> {
        let is_contents = |language: &Language| {
            search::contents_path(&self.site.config, *language).as_ref() == Some(path)
        };
        let is_shard = path.as_str().starts_with(search::SHARDS);
        let mut languages = self.search.keys().filter(|l| is_shard || is_contents(l));
        languages.find_map(|language| self.search(*language)?.get(path).cloned())
    }

    /// A picture or card of a page that was made already; else all pages are made to find it.
    fn picture(&self, path: &OutputPath) -> Option<Content> {
        let name = path.as_str();
        let ending = name.rsplit('.').next();
        let is_picture = matches!(ending, Some("jpg" | "png" | "webp" | "avif"));
        if !name.starts_with("assets/") || !is_picture {
            return None;
        }
        let find = || {
            let card = self.known_social_cards().get(path).map(Arc::clone);
            let picture = || self.known_pictures().get(path).map(Arc::clone);
            card.map(Content::Card).or_else(|| picture().map(Content::Picture))
        };
        find().or_else(|| {
            self.note_cards();
            find().or_else(|| {
                self.check_all_pages(&|| false);
                find()
            })
        })
    }

    pub(super) fn known_pictures(
        &self,
    ) -> MutexGuard<'_, BTreeMap<OutputPath, Arc<Recipe>>> {
        // Entries are only ever added, each as a whole.
        self.pictures.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn known_social_cards(
        &self,
    ) -> MutexGuard<'_, BTreeMap<OutputPath, Arc<CardRecipe>>> {
        self.social_cards.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes the social card that a page was found to name.
    fn note_social_card(&self, card: &CardRecipe) {
        let path = OutputPath::new(&format!("assets/{}", card.file_name()));
        let card = path.map(|path| (path, Arc::new(card.clone())));
        self.known_social_cards().extend(card);
    }

    /// Notes pictures that were found to be shown.
    fn note<'r>(&self, recipes: impl IntoIterator<Item = &'r Recipe>) {
        let mut known = self.known_pictures();
        for recipe in recipes {
            let path = OutputPath::new(&format!("assets/{}", recipe.file_name()));
            known.extend(path.map(|path| (path, Arc::new(recipe.clone()))));
        }
    }

    pub(super) fn note_cards(&self) {
        for frame in self.frames.values() {
            self.note(frame.cards.recipes());
        }
    }

    /// The pictures of everything that was made so far.
    pub fn pictures(&self) -> BTreeMap<OutputPath, Arc<Recipe>> {
        self.known_pictures().clone()
    }

    /// Makes every page without keeping it: what is wrong with templates shows on some page
    /// only. `None` if `stopped` said so in between.
    pub fn check_all_pages(&self, stopped: &dyn Fn() -> bool) -> Option<Vec<Diagnostic>> {
        let mut wrong = Vec::new();
        // One after the other: whoever asks for a page meanwhile finds a processor free.
        for number in 0..self.jobs.len() {
            if stopped() {
                return None;
            }
            wrong.extend(self.page(number, Keep::OutcomeOnly).page.err());
        }
        self.note_cards();
        Some(once_each(wrong))
    }

    pub(super) fn write(
        &self,
        frame: &Frame,
        job: &Job,
        page: &Prepared,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let (address, template) = (job.address(), page.template());
        let stage = BuildStage::Page { address, template };
        self.stages.of(stage, || frame.write(&self.theme, job, page))
    }

    pub(super) fn note_pictures(&self, page: &Prepared) {
        if !page.recipes.is_empty() {
            self.note(&page.recipes);
        }
        for card in page.social_card.iter().chain(&page.site_card) {
            self.note_social_card(card);
        }
    }

    pub(super) fn note_seen(&self, number: usize, page: &Prepared) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.insert(number, ShownOnPage::of(page));
    }

    /// One page: as it was, if everything that it shows is as it was.
    pub(super) fn page(&self, number: usize, keep: Keep) -> CachedPage {
        let job = &self.jobs[number];
        let frame = &self.frames[&job.language];
        let mut place = self.page_cache.lock(number);
        let enough = |made: &CachedPage| {
            keep == Keep::OutcomeOnly || !matches!(made.page, Ok(None))
        };
        if let Some(made) = &*place
            && made.edition == self.edition
            && enough(made)
            && keep != Keep::BytesAndSeen
        {
            return made.clone();
        }
        let prepared = frame.prepare(&self.site, &self.theme, job);
        let key = frame.key(&self.theme, &prepared, self.keys);
        let known = place.as_ref().filter(|made| made.key == key && enough(made));
        let page = if let Some(made) = known {
            made.page.clone()
        } else {
            self.page_cache.count();
            let page = self.write(frame, job, &prepared);
            page.map(|bytes| (keep != Keep::OutcomeOnly).then(|| Arc::from(bytes)))
        };
        self.note_pictures(&prepared);
        if keep == Keep::BytesAndSeen {
            self.note_seen(number, &prepared);
        }
        let made = CachedPage { edition: self.edition, key, page };
        // A request may still hold a former edition; what a later one has made stays.
        if place.as_ref().is_none_or(|there| there.edition <= self.edition) {
            *place = Some(made.clone());
        }
        made
    }
}

/// One mistake in a template shows on many pages; the first is enough.
pub(super) fn once_each(
    wrong: impl IntoIterator<Item = Box<Diagnostic>>,
) -> Vec<Diagnostic> {
    let cause =
        |d: &Diagnostic| d.arguments.iter().find(|(name, _)| *name == "cause").cloned();
    let mut known = BTreeSet::new();
    let new = wrong.into_iter().filter(|d| known.insert((d.place.clone(), cause(d))));
    new.map(|diagnostic| *diagnostic).collect()
}
