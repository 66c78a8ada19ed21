//! A small static server with the headers that threads need.
use crate::Result;
use crate::dist::{self, ISOLATION};
use std::fs::File;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread;
use tiny_http::{Header, Method, Request, Response, Server};

const DEFAULT_PORT: u16 = 8080;
/// Requests are small and local; a few threads keep one slow reader from holding up the others.
const THREADS: usize = 4;

/// `cargo xtask serve [--port N]`.
pub fn command(args: &[&str]) -> Result {
    let port = match args {
        [] => None,
        ["--port", number] => Some(number.parse::<u16>().map_err(|_| format!("--port {number}: not a port"))?),
        _ => return Err("usage: cargo xtask serve [--port N]".into()),
    };
    let site = dist::make()?;
    let server = match port {
        Some(port) => listen(port)?,
        // Somebody else's port is no reason to stop: any free one does.
        None => listen(DEFAULT_PORT).or_else(|_| listen(0))?,
    };
    let address = server.server_addr().to_ip().ok_or("the server has no address")?;
    println!("\nGilscope is at http://localhost:{}/  (Ctrl-C ends the server)", address.port());
    let server = Arc::new(server);
    let workers: Vec<_> = (0..THREADS)
        .map(|_| {
            let (server, site) = (Arc::clone(&server), site.clone());
            thread::spawn(move || server.incoming_requests().for_each(|request| answer(request, &site)))
        })
        .collect();
    for worker in workers {
        worker.join().map_err(|_| "a server thread has died")?;
    }
    Ok(())
}

fn listen(port: u16) -> Result<Server> {
    Server::http(("127.0.0.1", port)).map_err(|e| format!("port {port}: {e}; choose another with --port N"))
}

fn answer(request: Request, site: &Path) {
    // A reader that has gone away is no error of ours.
    let _ = match (request.method(), locate(request.url(), site)) {
        (Method::Get | Method::Head, Some(path)) => match File::open(&path) {
            Ok(file) => request.respond(with_headers(Response::from_file(file), mime(&path))),
            Err(_) => request.respond(with_headers(Response::from_string("not found").with_status_code(404), TEXT)),
        },
        (Method::Get | Method::Head, None) => {
            request.respond(with_headers(Response::from_string("not found").with_status_code(404), TEXT))
        }
        _ => request.respond(with_headers(Response::from_string("only GET").with_status_code(405), TEXT)),
    };
}

/// The file that a URL names, or nothing where it leads out of the site.
fn locate(url: &str, site: &Path) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.trim_start_matches('/');
    let relative = Path::new(if path.is_empty() { "index.html" } else { path });
    if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    let file = site.join(relative);
    file.is_file().then_some(file)
}

fn with_headers<R: std::io::Read>(response: Response<R>, mime: &str) -> Response<R> {
    let fixed = [("Content-Type", mime), ("Cache-Control", "no-cache")];
    fixed.into_iter().chain(ISOLATION).fold(response, |response, (name, value)| {
        response.with_header(Header::from_bytes(name, value).expect("these headers are plain ASCII"))
    })
}

const TEXT: &str = "text/plain; charset=utf-8";

fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|e| e.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        _ => TEXT,
    }
}
