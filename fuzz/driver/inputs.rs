//! The inputs of a run: the same for the same seed and number.

use onus_properties::{Property, root};

/// An input by its number.
pub fn input(property: &Property, seed: u64, number: u64) -> Vec<u8> {
    let name = property.name.bytes().fold(seed, |mixed, byte| {
        mixed.rotate_left(7).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ u64::from(byte)
    });
    let mut dice = Dice(name ^ number.wrapping_mul(0xd1b5_4a32_d192_ed03));
    // Few choices as often as many.
    let most = 16 << (2 * (dice.roll() % 3));
    let length = 4 + dice.roll() % most;
    let choices: Vec<u8> = (0..length).map(|_| (dice.roll() & 0xff) as u8).collect();
    property.input(&choices)
}

/// Numbers that look random (splitmix64) and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) >> 8
    }
}

/// Writes an input that a property does not hold for to `fuzz/artifacts/`; its path.
pub fn keep(name: &str, input: &[u8]) -> String {
    let digest = input
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |digest, byte| {
            (digest ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
    let path = format!("fuzz/artifacts/{name}/{digest:016x}");
    let folder = root().join("fuzz/artifacts").join(name);
    let kept =
        std::fs::create_dir_all(folder).and_then(|()| std::fs::write(root().join(&path), input));
    match kept {
        Ok(()) => path,
        Err(error) => format!("(not kept: {error})"),
    }
}
