//! Colours as CSS writes them, and their contrast.
//!
//! In come custom properties and an expression, out goes a colour or the part that is not one. The
//! formula is that of WCAG 2.2 (“relative luminance”, “contrast ratio”). System colours depend on
//! the visitor and are never guessed.

use std::collections::BTreeMap;

use color::{AlphaColor, DynamicColor, Srgb, parse_color};

use super::sheet::{DeclaredValue, Scheme};

/// How deep `var(…)` may be nested; deeper nesting is taken for a circle.
const DEEPEST: usize = 16;

/// The custom properties of the root in one colour scheme.
pub(super) type Properties = BTreeMap<String, DeclaredValue>;

/// A colour of the screen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Colour(AlphaColor<Srgb>);

impl Colour {
    /// Red, green, blue and opacity, each from 0 to 1.
    fn parts(self) -> [f32; 4] {
        self.0.components
    }

    /// True if the background shows through.
    pub(super) fn is_translucent(self) -> bool {
        self.parts()[3] < 1.0
    }

    /// This colour on an opaque ground, mixed as browsers do.
    pub(super) fn over(self, ground: Self) -> Self {
        let (above, below) = (self.parts(), ground.parts());
        let opacity = above[3];
        let mix = |part: usize| above[part] * opacity + below[part] * (1.0 - opacity);
        Self(AlphaColor::new([mix(0), mix(1), mix(2), 1.0]))
    }

    /// `#2438a8`.
    pub(super) fn written(self) -> String {
        let rgba = self.0.to_rgba8();
        format!("#{:02x}{:02x}{:02x}", rgba.r, rgba.g, rgba.b)
    }
}

/// The contrast of two opaque colours, from 1 to 21. Colours are first rounded to 8 bits
/// per channel, so that the result is the one that other tools give.
pub(super) fn contrast(one: Colour, other: Colour) -> f64 {
    let luminance = |colour: Colour| {
        let rounded = AlphaColor::<Srgb>::from(colour.0.to_rgba8());
        f64::from(DynamicColor::from_alpha_color(rounded).relative_luminance())
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The colour that an expression means: `--text`, `#fff`, `light-dark(white, var(--x))`.
///
/// # Errors
/// The part that cannot be read as a colour.
pub(super) fn colour(
    written: &str,
    properties: &Properties,
    scheme: Scheme,
) -> Result<Colour, String> {
    resolve(written, properties, scheme, DEEPEST)
}

fn resolve(
    written: &str,
    properties: &Properties,
    scheme: Scheme,
    depth: usize,
) -> Result<Colour, String> {
    let written = written.trim();
    let unreadable = || written.to_owned();
    let depth = depth.checked_sub(1).ok_or_else(unreadable)?;
    if written.starts_with("--") {
        let declared = properties.get(written).ok_or_else(unreadable)?;
        return resolve(&declared.value, properties, scheme, depth);
    }
    if let Some(inner) = call(written, "var") {
        let (name, fallback) =
            inner.split_once(',').map_or((inner, None), |(n, f)| (n, Some(f)));
        return match (properties.get(name.trim()), fallback) {
            (None, Some(fallback)) => resolve(fallback, properties, scheme, depth),
            _ => resolve(name, properties, scheme, depth),
        };
    }
    if let Some(inner) = call(written, "light-dark") {
        let comma = top_comma(inner).ok_or_else(unreadable)?;
        let chosen = match scheme {
            Scheme::Light => &inner[..comma],
            Scheme::Dark => &inner[comma + 1..],
        };
        return resolve(chosen, properties, scheme, depth);
    }
    let colour = parse_color(written).map_err(|_| unreadable())?;
    Ok(Colour(colour.to_alpha_color()))
}

/// The arguments of a function.
fn call<'w>(written: &'w str, name: &str) -> Option<&'w str> {
    let start = written.get(..name.len())?;
    let rest = start.eq_ignore_ascii_case(name).then(|| &written[name.len()..])?;
    rest.strip_prefix('(')?.strip_suffix(')')
}

/// The first comma outside all brackets.
fn top_comma(text: &str) -> Option<usize> {
    let mut depth = 0_i32;
    text.char_indices().find_map(|(at, c)| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => return Some(at),
            _ => {}
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn properties(of: &[(&str, &str)]) -> Properties {
        let one = |(name, value): &(&str, &str)| {
            (
                (*name).to_owned(),
                DeclaredValue { value: (*value).to_owned(), range: 0..0 },
            )
        };
        of.iter().map(one).collect()
    }

    fn ratio(text: &str, ground: &str) -> f64 {
        let none = Properties::new();
        let of = |written| colour(written, &none, Scheme::Light).expect("a colour");
        (contrast(of(text), of(ground)) * 100.0).round() / 100.0
    }

    /// The figures are those that other contrast checkers give.
    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((ratio("#000", "white") - 21.0).abs() < 1e-9);
        assert!((ratio("#777", "#fff") - 4.48).abs() < 1e-9);
        assert!((ratio("#767676", "#fff") - 4.54).abs() < 1e-9);
        assert!((ratio("#fff", "rgb(0 0 255)") - 8.59).abs() < 1e-9);
        assert!((ratio("hsl(0 100% 50%)", "#fff") - 4.0).abs() < 0.011);
    }

    #[test]
    fn properties_lead_to_colours() {
        let of = properties(&[
            ("--a", "light-dark(rgb(1, 2, 3), var(--b))"),
            ("--b", "var(--none, #fff)"),
            ("--circle", "var(--circle)"),
            ("--system", "CanvasText"),
        ]);
        let written = |name, scheme| colour(name, &of, scheme).map(Colour::written);
        assert_eq!(written("--a", Scheme::Light).as_deref(), Ok("#010203"));
        assert_eq!(written("--a", Scheme::Dark).as_deref(), Ok("#ffffff"));
        assert!(written("--circle", Scheme::Dark).is_err());
        assert!(written("--none", Scheme::Dark).is_err());
        assert_eq!(written("--system", Scheme::Dark), Err("CanvasText".to_owned()));
    }

    #[test]
    fn what_shines_through_is_mixed() {
        let none = Properties::new();
        let of = |written| colour(written, &none, Scheme::Light).expect("a colour");
        let half = of("rgb(0 0 0 / 50%)");
        assert!(half.is_translucent());
        assert_eq!(half.over(of("#fff")).written(), "#808080");
    }
}
