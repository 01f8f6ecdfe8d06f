//! The way to somebody through the alumni office.
//!
//! In comes a person, out go the mailbox of the office, the reference code and a message that
//! is begun. Never tells an address of the person; the message names the code and no name.

use crate::base::text::percent_encoded;
use crate::publish::public::{PublicOffer, PublicPerson};
use crate::publish::words::{Contact, Section};

use super::page_context::PageContext;
use crate::render::view::ContactRoute;

impl PageContext<'_> {
    /// The way to a person who published no address of their own.
    pub(crate) fn route(&self, person: &PublicPerson) -> Option<ContactRoute> {
        if person.email.is_some() { None } else { self.office_route(person, None) }
    }

    /// The way through the office, whether there is another one or not; `offer` is what the message
    /// is about.
    pub(crate) fn office_route(
        &self,
        person: &PublicPerson,
        offer: Option<&PublicOffer>,
    ) -> Option<ContactRoute> {
        if !person.reachable {
            return None;
        }
        let contacts = &self.site.references.contacts;
        let email = central(contacts)
            .and_then(|contact| contact.email.clone())
            .or_else(|| self.config().institution.email.clone());
        let reference = person.reference.clone();
        let mailto = email.as_ref().zip(reference.as_ref());
        let mailto =
            mailto.map(|(email, reference)| self.message(email, reference, offer));
        Some(ContactRoute {
            email,
            reference,
            mailto,
            contacts: (!contacts.is_empty()).then(|| self.section(Section::Contacts)),
        })
    }

    /// A `mailto:` address.
    fn message(
        &self,
        email: &str,
        reference: &str,
        offer: Option<&PublicOffer>,
    ) -> String {
        let subject = self.words.fill("note.mail_subject", &[("reference", reference)]);
        let mut address =
            format!("mailto:{email}?subject={}", percent_encoded(&subject, ""));
        if let Some(offer) = offer {
            let label = self.offer_label(offer.kind);
            let values = [("offer", label), ("reference", reference)];
            let text = self.words.fill("note.mail_offer", &values);
            // Lines of a message end so (RFC 6068, 5).
            let text = text.trim_end().replace('\n', "\r\n");
            address.push_str("&body=");
            address.push_str(&percent_encoded(&text, ""));
        }
        address
    }
}

/// The first contact that is for everything.
pub(crate) fn central(contacts: &[Contact]) -> Option<&Contact> {
    contacts
        .iter()
        .find(|contact| contact.faculty.is_none() && contact.topics.is_empty())
        .or_else(|| contacts.iter().find(|contact| contact.faculty.is_none()))
}
