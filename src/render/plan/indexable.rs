//! The pages that search engines may list.
//!
//! In come the site and its jobs, out go the pages for the sitemap in the order of their paths.
//! Nothing here decides about a person: a job knows already whether it shows somebody hidden.

use crate::publish::site::Site;
use crate::render::formats::format::IndexablePage;

use super::job::{Job, PageContent};

/// A redirect or an error page is none of them.
pub(crate) fn pages(site: &Site, jobs: &[Job]) -> Vec<IndexablePage> {
    jobs.iter()
        .filter(|job| !job.noindex)
        .filter(|job| {
            !matches!(job.content, PageContent::NotFound | PageContent::Redirect(_))
        })
        .map(|job| IndexablePage {
            address: job.address().to_owned(),
            // An editor may have written a day that is still to come.
            modified: job.modified.filter(|day| *day <= site.today),
            alternates: job
                .addresses
                .iter()
                .map(|(l, address)| (*l, address.clone()))
                .collect(),
            subject: job.subject(),
        })
        .collect()
}
