//! Generates test photos with the statistics of natural pictures (“dead leaves”).
//!
//! In come a size and a number, out go pixels: overlapping discs of all sizes, cloudy texture at
//! all scales, and noise. The same number gives the same pixels. Never uses
//! a real photo, which might show somebody.

/// A deterministic pseudo-random number generator (xorshift, G. Marsaglia).
struct Numbers(u64);

impl Numbers {
    /// From 0 to 1.
    fn next(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        #[expect(clippy::cast_precision_loss, reason = "24 bits fit")]
        let number = (self.0 >> 40) as f32;
        number / 16_777_216.0
    }
}

/// A disc: centre, radius, colour, and its gradient in both directions.
struct Disc {
    x: f32,
    y: f32,
    radius: f32,
    colour: [f32; 3],
    shade: [f32; 2],
}

/// The pixels as RGB, 8 bits per channel.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pixels of a picture are small numbers"
)]
pub(crate) fn pixels(width: usize, height: usize, number: u64) -> Vec<u8> {
    let mut numbers = Numbers((number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let leaves = leaves(width, height, &mut numbers);
    let clouds = clouds(width, height, &mut numbers);
    let mut out = Vec::with_capacity(width * height * 3);
    for (pixel, cloud) in leaves.iter().zip(clouds) {
        for channel in pixel {
            let noise = (numbers.next() + numbers.next() + numbers.next() - 1.5) * 3.0;
            out.push((channel + cloud + noise).clamp(0.0, 255.0) as u8);
        }
    }
    out
}

/// Overlapping discs, front to back; their frequency falls with the cube of the radius, as that of
/// objects in natural pictures does.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pixels of a picture are small numbers"
)]
fn leaves(width: usize, height: usize, numbers: &mut Numbers) -> Vec<[f32; 3]> {
    let mut pixels = vec![None; width * height];
    let mut left = pixels.len();
    while left > pixels.len() / 500 {
        let disc = disc(width as f32, height as f32, numbers);
        let span = |centre: f32, most: usize| {
            let low = (centre - disc.radius).max(0.0) as usize;
            low..((centre + disc.radius).max(0.0) as usize + 1).min(most)
        };
        for row in span(disc.y, height) {
            for column in span(disc.x, width) {
                let place = &mut pixels[row * width + column];
                let [across, down] = [column as f32 - disc.x, row as f32 - disc.y];
                if place.is_none() && across.hypot(down) < disc.radius {
                    let shade = disc.shade[0] * across + disc.shade[1] * down;
                    *place = Some(disc.colour.map(|channel| channel + shade));
                    left -= 1;
                }
            }
        }
    }
    pixels.into_iter().map(|pixel| pixel.unwrap_or([128.0; 3])).collect()
}

fn disc(width: f32, height: f32, numbers: &mut Numbers) -> Disc {
    const LEAST: f32 = 6.0;
    let most = width / 5.0;
    let share = numbers.next();
    let radius = 1.0 / ((1.0 - share) / (LEAST * LEAST) + share / (most * most)).sqrt();
    let hue = [numbers.next(), numbers.next(), numbers.next()];
    let mean = hue.iter().sum::<f32>() / 3.0;
    let light = 0.15 + 0.7 * numbers.next();
    let strength = 0.7 * numbers.next();
    let slope = |number: f32| (number - 0.5) * 60.0 / radius;
    Disc {
        x: numbers.next() * width,
        y: numbers.next() * height,
        radius,
        colour: hue.map(|channel| (light + strength * (channel - mean)) * 255.0),
        shade: [slope(numbers.next()), slope(numbers.next())],
    }
}

/// Value noise on grids of 256 pixels down to one, each weaker than the one before.
#[expect(clippy::cast_precision_loss, reason = "pixels of a picture are small numbers")]
fn clouds(width: usize, height: usize, numbers: &mut Numbers) -> Vec<f32> {
    let mut clouds = vec![0.0; width * height];
    let mut strength = 14.0;
    for power in (0..=8).rev() {
        let cell = 1 << power;
        let across = width / cell + 2;
        let corners: Vec<f32> = (0..across * (height / cell + 2))
            .map(|_| (numbers.next() * 2.0 - 1.0) * strength)
            .collect();
        for (row, line) in clouds.chunks_exact_mut(width).enumerate() {
            let down = (row % cell) as f32 / cell as f32;
            for (column, place) in line.iter_mut().enumerate() {
                let right = (column % cell) as f32 / cell as f32;
                let at = row / cell * across + column / cell;
                let mix = |a: f32, b: f32, share: f32| a + (b - a) * share;
                let top = mix(corners[at], corners[at + 1], right);
                let below = mix(corners[at + across], corners[at + across + 1], right);
                *place += mix(top, below, down);
            }
        }
        strength *= 0.72;
    }
    clouds
}
