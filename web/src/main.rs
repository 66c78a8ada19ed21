//! The page. Natively this program does nothing; see the library.

fn main() {
    #[cfg(target_arch = "wasm32")]
    gilscope_web::ui::start();
}
