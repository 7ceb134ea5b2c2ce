//! Writes a made-up workspace to a folder: `write SERVICES FOLDER`.

use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let services: usize = arguments.next().ok_or("how many services?")?.parse()?;
    let folder = arguments.next().ok_or("to which folder?")?;
    for (path, text) in meta_benches::platform(services, 1).files() {
        let path = Path::new(&folder).join(path);
        std::fs::create_dir_all(path.parent().ok_or("no folder")?)?;
        std::fs::write(path, text)?;
    }
    Ok(())
}
