//! The words, the day and the photo on the social card of a page.
//!
//! In come a public story that search engines may see, an event, or the site's own names, out goes
//! a recipe for the card.
//! If the font lacks a letter of a text, there is no card: none ever shows an empty box in place of
//! a letter.

use std::sync::Arc;

use icu_properties::CodePointSetData;
use icu_properties::props::{
    DefaultIgnorableCodePoint, EmojiComponent, ExtendedPictographic,
};
use skrifa::{FontRef, MetadataProvider as _};

use crate::base::slug::composed;
use crate::base::social_card::{
    CARD_PHOTO_SIZE, CARD_SIZE, CardDay, CardFont, CardPhoto, CardRecipe, CardStyle,
};
use crate::publish::channel::{Channelled as _, Indexable};
use crate::publish::public::{PublicEvent, PublicPhoto, PublicStory};
use crate::publish::words::Status;

use super::locale::Locale;
use super::page_context::PageContext;
use super::picture::{self, PictureUse};
use super::{dates, labels};
use crate::render::plan::job::{Job, PageContent};
use crate::render::view::OpenGraph;

/// Replaces the photo in Open Graph by the social card of the page, if it has one; a page with
/// neither gets the card of the site.
pub(super) fn put_card(
    context: &mut PageContext<'_>,
    job: &Job,
    style: &Arc<CardStyle>,
    open_graph: &mut OpenGraph,
) {
    put_own_card(context, job, style, open_graph);
    if open_graph.image.is_none()
        && let Some(card) = card_of_site(context.locale, style)
    {
        let mut words = vec![card.title.clone(), card.site.clone()];
        words.dedup();
        show(context.locale, &card, &words, open_graph);
        context.site_card = Some(card);
    }
}

/// Makes a card the picture of a page, and its words the text in its place.
fn show(
    locale: Locale<'_>,
    card: &CardRecipe,
    words: &[String],
    open_graph: &mut OpenGraph,
) {
    let base = &locale.config().base_url;
    let address = base.local(&format!("assets/{}", card.file_name()));
    open_graph.image = Some(format!("{}{address}", base.origin));
    open_graph.image_alt = Some(words.join(" – "));
    open_graph.image_width = Some(CARD_SIZE.width);
    open_graph.image_height = Some(CARD_SIZE.height);
}

fn put_own_card(
    context: &mut PageContext<'_>,
    job: &Job,
    style: &Arc<CardStyle>,
    open_graph: &mut OpenGraph,
) {
    let locale = context.locale;
    let site = locale.site;
    let (card, photo) = match &job.content {
        PageContent::Story(number) => {
            let Some(story) = site.stories[*number].indexable() else { return };
            let photo = story.get().photo.as_ref().filter(|one| is_large(one));
            (card_of_story(locale, style, &story, photo), photo)
        }
        PageContent::Event(number) => {
            (card_of_event(locale, style, &site.events[*number]), None)
        }
        _ => return,
    };
    let Some(card) = card else { return };
    let alt = photo.map(|photo| photo.alt.text(locale.language).to_owned());
    let day = card.day.as_ref().map(|day| day_in_words(locale, day));
    let parts =
        [Some(card.title.clone()), card.above.clone(), day, card.below.clone(), alt];
    let parts: Vec<String> =
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    show(locale, &card, &parts, open_graph);
    context.social_card = Some(card);
}

/// `15.–17. Oktober 2026`: what stands on the card in large figures, as a text is written.
fn day_in_words(locale: Locale<'_>, day: &CardDay) -> String {
    let dot = locale.language.choose(".", "");
    let figures = day.day.replace('–', &format!("{dot}–"));
    format!("{figures}{dot} {}", day.month).replace('\u{a0}', " ")
}

/// One for each language, for whatever has no picture of its own: lists, pages, and people without
/// a photo, whose name is on no picture that other services would keep.
fn card_of_site(locale: Locale<'_>, style: &Arc<CardStyle>) -> Option<CardRecipe> {
    let letters = Letters::of(&style.font)?;
    let config = locale.config();
    let title = letters.shown(config.title.text(locale.language))?;
    let institution = config.institution.name.as_ref();
    let institution =
        institution.and_then(|name| letters.shown(name.text(locale.language)));
    Some(CardRecipe {
        style: Arc::clone(style),
        language: locale.language,
        site: institution.unwrap_or_else(|| title.clone()),
        title,
        above: None,
        below: None,
        day: None,
        photo: None,
    })
}

fn card_of_story(
    locale: Locale<'_>,
    style: &Arc<CardStyle>,
    story: &Indexable<'_, PublicStory>,
    photo: Option<&PublicPhoto>,
) -> Option<CardRecipe> {
    let story = story.get();
    let letters = Letters::of(&style.font)?;
    Some(CardRecipe {
        style: Arc::clone(style),
        language: locale.language,
        title: letters.shown(&story.texts.get(&locale.language)?.title)?,
        above: Some(letters.shown(&story.name.full)?),
        below: None,
        day: None,
        site: letters.shown(locale.config().title.text(locale.language))?,
        photo: photo.map(|photo| CardPhoto {
            source: photo.source.clone(),
            digest: photo.digest,
            crop: picture::crop(photo.size, photo.focus, PictureUse::Portrait),
        }),
    })
}

fn card_of_event(
    locale: Locale<'_>,
    style: &Arc<CardStyle>,
    event: &PublicEvent,
) -> Option<CardRecipe> {
    let letters = Letters::of(&style.font)?;
    let there = event.status != Status::MovedOnline;
    let [name, city] = [&event.place.name, &event.place.city]
        .map(|text| locale.text(text.as_ref()).filter(|_| there));
    let city =
        city.filter(|city| name.as_ref().is_none_or(|n| !n.contains(city.as_str())));
    let shown = |text: Option<String>| match text {
        Some(text) => letters.shown(&text).map(Some),
        None => Some(None),
    };
    let [day, month] = dates::card_day(locale, event.start, event.end);
    Some(CardRecipe {
        style: Arc::clone(style),
        language: locale.language,
        title: letters.shown(&event.texts.get(&locale.language)?.title)?,
        above: shown(labels::status(locale, event).map(|word| capitalised(&word)))?,
        below: shown(labels::joined(&[name, city]))?,
        day: Some(CardDay { day: letters.shown(&day)?, month: letters.shown(&month)? }),
        site: letters.shown(locale.config().title.text(locale.language))?,
        photo: None,
    })
}

/// True for a photo that is large enough for a card without enlargement.
fn is_large(photo: &PublicPhoto) -> bool {
    let [.., width, height] =
        picture::crop(photo.size, photo.focus, PictureUse::Portrait);
    width >= CARD_PHOTO_SIZE.width && height >= CARD_PHOTO_SIZE.height
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// The characters that a font has.
struct Letters<'f> {
    font: FontRef<'f>,
}

impl<'f> Letters<'f> {
    fn of(font: &'f CardFont) -> Option<Self> {
        FontRef::new(font.bytes()).ok().map(|font| Self { font })
    }

    /// A text as the font can show it, on one line; `None` if it lacks a letter of it or
    /// nothing remains. Emoji that it lacks are left out.
    fn shown(&self, text: &str) -> Option<String> {
        let known = self.font.charmap();
        let mut shown = String::with_capacity(text.len());
        for character in composed(text).chars() {
            if character.is_whitespace() || character.is_control() {
                let no_break = character == '\u{a0}' && known.map(character).is_some();
                shown.push(if no_break { character } else { ' ' });
            } else if is_unseen(character) {
            } else if known.map(character).is_some() {
                shown.push(character);
            } else if !is_emoji(character) {
                return None;
            }
        }
        let words: Vec<&str> = shown.split(' ').filter(|word| !word.is_empty()).collect();
        let shown = words.join(" ");
        (!shown.is_empty()).then_some(shown)
    }
}

/// Joiners, soft hyphens, direction marks and the like: they need no glyph.
fn is_unseen(character: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character)
}

fn is_emoji(character: char) -> bool {
    !character.is_ascii()
        && (CodePointSetData::new::<ExtendedPictographic>().contains(character)
            || CodePointSetData::new::<EmojiComponent>().contains(character))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn font() -> CardFont {
        let bytes = include_bytes!("../../../themes/campus/fonts/newsreader-card.ttf");
        CardFont::new(bytes.as_slice().into())
    }

    #[test]
    fn a_text_is_shown_in_letters_that_the_font_has_or_not_at_all() {
        let font = font();
        let letters = Letters::of(&font).unwrap();
        let shown = |text| letters.shown(text);
        let same = "Łódź – „Çığır“ Nguyễn, Đặng: 1–2…";
        assert_eq!(shown(same).as_deref(), Some(same));
        assert_eq!(shown("Mu\u{308}ller\u{ad}\u{2060}").as_deref(), Some("Müller"));
        assert_eq!(shown("Ein 🎉 Fest 👩🏽‍🎓\u{fe0f} 🇩🇪").as_deref(), Some("Ein Fest"));
        assert_eq!(shown("5.\u{a0}Mai\n2027").as_deref(), Some("5.\u{a0}Mai 2027"));
        for missing in ["مهندسة الجسور", "橋", "Иван", "🎉", " \u{200d}"]
        {
            assert_eq!(shown(missing), None, "{missing}");
        }
    }
}
