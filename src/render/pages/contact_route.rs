//! The way to somebody through the alumni office.
//!
//! In comes a person, out go the mailbox of the office, the reference code and a message that
//! is begun. Never tells an address of the person; the message names the code and no name.

use crate::base::text::percent_encoded;
use crate::publish::public::{PublicOffer, PublicPerson};
use crate::publish::words::{Contact, Section};

use super::labels;
use super::locale::Locale;
use crate::render::view::ContactRoute;

/// The way to a person who published no address of their own.
pub(super) fn route(locale: Locale<'_>, person: &PublicPerson) -> Option<ContactRoute> {
    if person.email.is_some() { None } else { office_route(locale, person, None) }
}

/// The way through the office, whether there is another one or not; `offer` is what the message
/// is about.
pub(super) fn office_route(
    locale: Locale<'_>,
    person: &PublicPerson,
    offer: Option<&PublicOffer>,
) -> Option<ContactRoute> {
    if !person.reachable {
        return None;
    }
    let contacts = &locale.site.references.contacts;
    let email = central(contacts)
        .and_then(|contact| contact.email.clone())
        .or_else(|| locale.config().institution.email.clone());
    let reference = person.reference.clone();
    let mailto = email.as_ref().zip(reference.as_ref());
    let mailto =
        mailto.map(|(email, reference)| message(locale, email, reference, offer));
    Some(ContactRoute {
        email,
        reference,
        mailto,
        contacts: (!contacts.is_empty()).then(|| locale.section(Section::Contacts)),
    })
}

/// A `mailto:` address.
fn message(
    locale: Locale<'_>,
    email: &str,
    reference: &str,
    offer: Option<&PublicOffer>,
) -> String {
    let subject = locale.words.fill("note.mail_subject", &[("reference", reference)]);
    let mut address = format!("mailto:{email}?subject={}", percent_encoded(&subject, ""));
    if let Some(offer) = offer {
        let label = labels::offer_label(locale, offer.kind);
        let values = [("offer", label), ("reference", reference)];
        let text = locale.words.fill("note.mail_offer", &values);
        // Lines of a message end so (RFC 6068, 5).
        let text = text.trim_end().replace('\n', "\r\n");
        address.push_str("&body=");
        address.push_str(&percent_encoded(&text, ""));
    }
    address
}

/// The first contact that is for everything.
pub(super) fn central(contacts: &[Contact]) -> Option<&Contact> {
    contacts
        .iter()
        .find(|contact| contact.faculty.is_none() && contact.topics.is_empty())
        .or_else(|| contacts.iter().find(|contact| contact.faculty.is_none()))
}
