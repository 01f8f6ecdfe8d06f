//! How to reach a person through the alumni office.
//!
//! In comes a person, out go the mailbox of the office, the reference code and the beginning of a
//! message. Never contains an address of the person; the message contains the code and no name,
//! so that an e-mail gone astray tells nothing about anybody.

use crate::base::text::percent_encoded;
use crate::publish::public::{PublicOffer, PublicPerson};
use crate::publish::words::Section;

use super::labels;
use super::locale::Locale;
use crate::render::view::ContactRoute;

/// How to reach a person who published no address of their own.
pub(super) fn route(locale: Locale<'_>, person: &PublicPerson) -> Option<ContactRoute> {
    if person.email.is_some() { None } else { office_route(locale, person, None) }
}

/// How to reach a person through the office, whether they published an address or not; `offer` is
/// what the message is about.
pub(super) fn office_route(
    locale: Locale<'_>,
    person: &PublicPerson,
    offer: Option<&PublicOffer>,
) -> Option<ContactRoute> {
    if !person.reachable {
        return None;
    }
    let contacts = &locale.site.references.contacts;
    let email = locale
        .site
        .central_contact()
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
        // RFC 6068, section 5, demands CRLF.
        let text = text.trim_end().replace('\n', "\r\n");
        address.push_str("&body=");
        address.push_str(&percent_encoded(&text, ""));
    }
    address
}
