//! Every kind of diagnostic, with its name in reports and its severity.
//!
//! The texts are in `messages/de.toml` and `messages/en.toml`; a test demands an entry in both
//! and a fixture that provokes each code. A code never changes its meaning, since scripts and
//! editors may filter by its name.

use serde::Serialize;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is written; the previous site stays online.
    Error,
    /// The site is written, but somebody should look.
    Warning,
    /// For information, such as why somebody is withheld. Never fails a build.
    Note,
}

impl Severity {
    /// Every severity, the worst first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Note];

    /// The word in machine-readable reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident,)*) => {
        /// The kind of a diagnostic.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Name in reports, for example `event-ends-before-start`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Severity, unless a command lowers it.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    FileUnreadable "file-unreadable" Error,
    FileNotUtf8 "file-not-utf8" Error,
    FileTooLong "file-too-long" Error,
    FileMisplaced "file-misplaced" Error,
    FileNameLanguage "file-name-language" Error,
    LinkLoop "link-loop" Warning,
    FileCopy "file-copy" Warning,
    CopyWithdrawn "copy-withdrawn" Warning,
    FileOverlooked "file-overlooked" Warning,
    MergeUnfinished "merge-unfinished" Error,
    RootFileRefused "root-file-refused" Error,
    TranslationWithoutOriginal "translation-without-original" Error,
    TranslationKey "translation-key" Error,
    FrontMatterMissing "front-matter-missing" Error,
    FrontMatterUnclosed "front-matter-unclosed" Error,
    DataSyntax "data-syntax" Error,
    DataTooDeep "data-too-deep" Error,
    KeyUnknown "key-unknown" Error,
    KeyDuplicate "key-duplicate" Error,
    KeyMissing "key-missing" Error,
    TypeWrong "type-wrong" Error,
    ValueUnknown "value-unknown" Error,
    ValueEmpty "value-empty" Error,
    ValueTooLong "value-too-long" Error,
    DateWrong "date-wrong" Error,
    DayTooLate "day-too-late" Error,
    TimeWrong "time-wrong" Error,
    TimeMissingInZone "time-missing-in-zone" Error,
    NumberOutOfRange "number-out-of-range" Error,
    DatesReversed "dates-reversed" Error,
    DateInFuture "date-in-future" Warning,
    EventEndsBeforeStart "event-ends-before-start" Error,
    EventHourMissing "event-hour-missing" Error,
    EventPlaceMissing "event-place-missing" Note,
    UrlWrong "url-wrong" Error,
    EmailWrong "email-wrong" Error,
    SlugEmpty "slug-empty" Error,
    SlugWrong "slug-wrong" Error,
    PageTwice "page-twice" Error,
    AddressTaken "address-taken" Error,
    AddressReserved "address-reserved" Error,
    IdDuplicate "id-duplicate" Error,
    IdWrong "id-wrong" Error,
    IdMissing "id-missing" Error,
    ReferenceUnknown "reference-unknown" Error,
    ReferenceCycle "reference-cycle" Error,
    ReferenceWithheld "reference-withheld" Note,
    MentionWrong "mention-wrong" Error,
    MentionMisplaced "mention-misplaced" Error,
    AllowedLater "allowed-later" Error,
    NameWithheld "name-withheld" Warning,
    GuardianMissing "guardian-missing" Note,
    ConsentBeforeMajority "consent-before-majority" Note,
    MajorityNear "majority-near" Warning,
    PhotoWithheld "photo-withheld" Note,
    PhotoOfDeceased "photo-of-deceased" Note,
    ThemeDrafts "theme-drafts" Error,
    SelfInstitution "self-institution" Error,
    PhotoMissing "photo-missing" Error,
    PhotoNotPicture "photo-not-picture" Error,
    PhotoOutside "photo-outside" Error,
    PhotoDamaged "photo-damaged" Error,
    PhotoAltMissing "photo-alt-missing" Error,
    PictureAltMissing "picture-alt-missing" Error,
    ConsentMissing "consent-missing" Note,
    ConsentNoDate "consent-no-date" Note,
    ConsentFuture "consent-future" Note,
    ConsentLapsed "consent-lapsed" Note,
    ConsentWithdrawn "consent-withdrawn" Note,
    ConsentNoChannel "consent-no-channel" Note,
    ConsentEnding "consent-ending" Warning,
    ConsentTextUnknown "consent-text-unknown" Error,
    PersonWithheld "person-withheld" Note,
    Draft "draft" Note,
    Scheduled "scheduled" Note,
    Expired "expired" Note,
    ReviewDue "review-due" Warning,
    OfferEnded "offer-ended" Note,
    ContactMissing "contact-missing" Warning,
    MailboxMissing "mailbox-missing" Warning,
    LegalPageMissing "legal-page-missing" Warning,
    HomeWithoutStories "home-without-stories" Note,
    LinkUnknown "link-unknown" Error,
    LinkUnpublished "link-unpublished" Error,
    LinkBroken "link-broken" Warning,
    LinkUnsafe "link-unsafe" Warning,
    LinkEmpty "link-empty" Error,
    LinkVague "link-vague" Warning,
    LanguageTagWrong "language-tag-wrong" Error,
    HeadingSkipped "heading-skipped" Warning,
    HeadingEmpty "heading-empty" Warning,
    TableHeaderEmpty "table-header-empty" Warning,
    PictureRemote "picture-remote" Warning,
    PictureEmbedded "picture-embedded" Warning,
    HtmlShown "html-shown" Note,
    MarkupShown "markup-shown" Warning,
    CommentHidden "comment-hidden" Note,
    CommentOpen "comment-open" Error,
    TableCellsLost "table-cells-lost" Warning,
    FootnoteUnused "footnote-unused" Warning,
    FootnoteTwice "footnote-twice" Error,
    ListNumbers "list-numbers" Warning,
    ConfigMissing "config-missing" Error,
    ConfigBaseUrl "config-base-url" Error,
    ConfigTimeZone "config-time-zone" Error,
    ConfigLanguage "config-language" Error,
    StatementPartMissing "statement-part-missing" Error,
    StatementFullWithGaps "statement-full-with-gaps" Error,
    StatementWithoutGaps "statement-without-gaps" Error,
    StatementOld "statement-old" Warning,
    VideoMissing "video-missing" Error,
    VideoWrongKind "video-wrong-kind" Error,
    VideoElsewhere "video-elsewhere" Error,
    MenuUnknown "menu-unknown" Error,
    ThemeMissing "theme-missing" Error,
    ThemeOption "theme-option" Error,
    ThemeCard "theme-card" Error,
    ThemeTextMissing "theme-text-missing" Error,
    TemplateEmpty "template-empty" Error,
    TemplateName "template-name" Error,
    TemplateWithheld "template-withheld" Error,
    TemplateWrong "template-wrong" Error,
    ThemeNoindex "theme-noindex" Error,
    ThemeContrast "theme-contrast" Error,
    ThemeColour "theme-colour" Error,
    ThemeRemote "theme-remote" Error,
    ThemeInline "theme-inline" Error,
    ThemePage "theme-page" Error,
    LeftOut "left-out" Warning,
    LeakInText "leak-in-text" Error,
    LeakInOutput "leak-in-output" Error,
    MentionAllowed "mention-allowed" Note,
    NameShared "name-shared" Note,
    ValueInFile "value-in-file" Warning,
    CopyUnread "copy-unread" Error,
    ValueShared "value-shared" Note,
    RegisterBehind "register-behind" Warning,
    RegisterIncomplete "register-incomplete" Warning,
    RegisterWithdrawn "register-withdrawn" Warning,
    RegisterErased "register-erased" Error,
    RegisterGone "register-gone" Warning,
    RegisterBroken "register-broken" Warning,
}
