//! The finished site, unwritten: every output by its path, made when it is asked for.
//!
//! In come the public site and a theme, out go the bytes of one path, or of all. A page is
//! written again only if something that its template sees has changed; the key holds all of
//! it, so that nobody has to say what depends on what. It never knows who asks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use rayon::prelude::*;

use crate::base::diagnostic::Diagnostic;
use crate::base::language::Language;
use crate::base::memo::Keys;
use crate::base::output::{Content, OutputPath, Recipe};
use crate::base::presence::{Role, Seen};
use crate::base::social_card::CardRecipe;
use crate::base::stages::{BuildStage, Stages};
use crate::publish::root_files::refused;
use crate::publish::site::Site;
use crate::search::client;

use super::format_files::FormatFiles;
use super::link_check::{self, Outputs};
use super::page::{Frame, Prepared};
use super::page_cache::{CachedPage, PageCache};
use super::presence::{self, Presence};
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
    site: Arc<Site>,
    theme: Arc<Theme>,
    jobs: Vec<Job>,
    frames: BTreeMap<Language, Frame>,
    format_files: FormatFiles,
    /// The search index of each language, made when one of its files is asked for.
    search: BTreeMap<Language, OnceLock<search::IndexFiles>>,
    /// Assets of the theme and files that texts link to.
    ready: BTreeMap<OutputPath, Content>,
    pictures: Mutex<BTreeMap<OutputPath, Arc<Recipe>>>,
    social_cards: Mutex<BTreeMap<OutputPath, Arc<CardRecipe>>>,
    /// What the pages that were made for a whole site show, by their numbers.
    seen: Mutex<BTreeMap<usize, ShownOnPage>>,
    page_cache: Arc<PageCache>,
    edition: u64,
    keys: Keys,
    stages: Stages,
}

/// Whether a page's bytes are kept after they were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keep {
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
    fn search(&self, language: Language) -> Option<&search::IndexFiles> {
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

    fn known_pictures(&self) -> MutexGuard<'_, BTreeMap<OutputPath, Arc<Recipe>>> {
        // Entries are only ever added, each as a whole.
        self.pictures.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn known_social_cards(
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

    fn note_cards(&self) {
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

    /// Who is seen in which output, without writing one.
    pub fn presence(&self) -> Presence {
        let prepare = |job: &Job| {
            let frame = &self.frames[&job.language];
            frame.prepare(&self.site, &self.theme, job)
        };
        let shown = |job: &Job| ShownOnPage::of(&prepare(job));
        self.presence_of(self.jobs.par_iter().map(shown).collect())
    }

    /// Who is seen in which output, by what each page shows, in the order of the pages.
    fn presence_of(&self, shown: Vec<ShownOnPage>) -> Presence {
        let mut all = Presence::new();
        let mut add = |path: Option<OutputPath>, seen: Vec<Seen>| {
            if let Some(path) = path.filter(|_| !seen.is_empty()) {
                all.entry(path).or_default().extend(seen);
            }
        };
        let asset = |name: String| OutputPath::new(&format!("assets/{name}"));
        let photos = presence::photos(&self.site);
        let stories = presence::stories_by_file(&self.site);
        for (job, page) in self.jobs.iter().zip(shown) {
            let led_to = presence::led_to(&stories, job);
            add(Some(job.path.clone()), page.seen.into_iter().chain(led_to).collect());
            let subject = job.subject();
            for name in page.pictures {
                let seen = subject.map(|who| Seen { who, role: Role::Picture });
                add(asset(name), seen.into_iter().collect());
            }
            if let Some(name) = page.social_card {
                let seen = subject.map(|who| Seen { who, role: Role::SocialCard });
                add(asset(name), seen.into_iter().collect());
            }
        }
        for recipe in self.frames.values().flat_map(|frame| frame.cards.recipes()) {
            let whose = photos.get(&recipe.source).into_iter().flatten();
            let seen = whose.map(|who| Seen { who: *who, role: Role::Picture });
            add(asset(recipe.file_name()), seen.collect());
        }
        for (path, seen) in self.format_files.seen(&self.site, &self.jobs) {
            add(Some(path), seen.into_iter().collect());
        }
        for language in self.search.keys() {
            let path = search::contents_path(&self.site.config, *language);
            add(path, search::seen(&self.site).collect());
        }
        all
    }

    /// Makes everything.
    pub fn finish(&self) -> Outputs {
        let pages = || -> Vec<CachedPage> {
            let numbers = (0..self.jobs.len()).into_par_iter();
            numbers.map(|number| self.page(number, Keep::BytesAndSeen)).collect()
        };
        // Packing the index of the search is long, and one thread's in part.
        let (made, (formats, indexes)) =
            rayon::join(pages, || rayon::join(|| self.formats(), || self.indexes()));
        let mut files = self.ready.clone();
        let mut wrong = Vec::new();
        for (job, made) in self.jobs.iter().zip(made) {
            match made.page {
                Ok(bytes) => {
                    files.extend(bytes.map(|b| (job.path.clone(), Content::Bytes(b))));
                }
                Err(diagnostic) => wrong.push(diagnostic),
            }
        }
        self.note_cards();
        let pictures = self.pictures().into_iter();
        files.extend(pictures.map(|(path, recipe)| (path, Content::Picture(recipe))));
        let social_cards = self.known_social_cards().clone().into_iter();
        files.extend(social_cards.map(|(path, card)| (path, Content::Card(card))));
        files.extend(formats);
        for index in indexes {
            files.extend(index.iter().map(|(at, bytes)| (at.clone(), bytes.clone())));
        }
        let mut known = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let mut known = std::mem::take(&mut *known);
        let of = |number| known.remove(&number).unwrap_or_default();
        let presence = self.presence_of((0..self.jobs.len()).map(of).collect());
        let diagnostics = once_each(wrong);
        Outputs { files, pages: self.jobs.len(), diagnostics, presence }
    }

    /// Feeds, calendars and their like.
    fn formats(&self) -> Vec<(OutputPath, Content)> {
        self.stages.of(BuildStage::Formats, || {
            self.format_files.all(&self.site, &self.theme.words, &self.jobs)
        })
    }

    /// The index of the search in each language.
    fn indexes(&self) -> Vec<&search::IndexFiles> {
        let languages: Vec<Language> = self.search.keys().copied().collect();
        languages.into_par_iter().filter_map(|language| self.search(language)).collect()
    }

    /// One page: as it was, if everything that it shows is as it was.
    fn page(&self, number: usize, keep: Keep) -> CachedPage {
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
            let (address, template) = (job.address(), prepared.template());
            let page = self.stages.of(BuildStage::Page { address, template }, || {
                frame.write(&self.theme, job, &prepared)
            });
            page.map(|bytes| (keep != Keep::OutcomeOnly).then_some(bytes))
        };
        if !prepared.recipes.is_empty() {
            self.note(&prepared.recipes);
        }
        for card in prepared.social_card.iter().chain(&prepared.site_card) {
            self.note_social_card(card);
        }
        if keep == Keep::BytesAndSeen {
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            seen.insert(number, ShownOnPage::of(&prepared));
        }
        let made = CachedPage { edition: self.edition, key, page };
        // A request may still hold a former edition; what a later one has made stays.
        if place.as_ref().is_none_or(|there| there.edition <= self.edition) {
            *place = Some(made.clone());
        }
        made
    }
}

/// What a page shows of people: who is seen on it, and the files of its pictures.
#[derive(Default)]
struct ShownOnPage {
    seen: BTreeSet<Seen>,
    pictures: Vec<String>,
    social_card: Option<String>,
}

impl ShownOnPage {
    fn of(page: &Prepared) -> Self {
        Self {
            seen: page.seen.clone(),
            pictures: page.recipes.iter().map(Recipe::file_name).collect(),
            social_card: page.social_card.as_ref().map(CardRecipe::file_name),
        }
    }
}

/// One mistake in a template shows on many pages; the first is enough.
fn once_each(wrong: impl IntoIterator<Item = Box<Diagnostic>>) -> Vec<Diagnostic> {
    let cause =
        |d: &Diagnostic| d.arguments.iter().find(|(name, _)| *name == "cause").cloned();
    let mut known = BTreeSet::new();
    let new = wrong.into_iter().filter(|d| known.insert((d.place.clone(), cause(d))));
    new.map(|diagnostic| *diagnostic).collect()
}
