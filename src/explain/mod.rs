mod frame;
mod locate;

pub use frame::{Frame, frame};
pub use locate::locate;
