//! The files of the page. `cargo xtask dashboard` builds them from `site/dashboard`.

use std::io::Read as _;

use flate2::read::GzDecoder;

use crate::http::{Request, Response};

/// The name, the media type and the compressed bytes of each file.
const FILES: &[(&str, &str, &[u8])] = &[
    ("index.html", "text/html; charset=utf-8", include_bytes!("page/index.html.gz")),
    ("dashboard.css", "text/css; charset=utf-8", include_bytes!("page/dashboard.css.gz")),
    ("dashboard.js", "text/javascript; charset=utf-8", include_bytes!("page/dashboard.js.gz")),
];

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(super) fn file(request: &Request, name: &str) -> Response {
    let Some((_, media_type, bytes)) = FILES.iter().find(|(file, ..)| *file == name) else {
        return Response::empty(404);
    };
    let response = Response::empty(200).with_header("Content-Type", *media_type);
    let accepted = request.header("accept-encoding").unwrap_or_default();
    let takes_gzip =
        accepted.split(',').any(|coding| coding.split(';').next().is_some_and(|name| name.trim() == "gzip"));
    if takes_gzip {
        return Response { body: bytes.to_vec(), ..response.with_header("Content-Encoding", "gzip") };
    }
    let mut body = Vec::new();
    match GzDecoder::new(*bytes).read_to_end(&mut body) {
        Ok(_) => Response { body, ..response },
        Err(_) => Response::empty(500),
    }
}

/// Adds what keeps other pages out, and this page inside.
pub(super) fn with_policy(response: Response) -> Response {
    response
        .with_header("Content-Security-Policy", POLICY)
        .with_header("X-Content-Type-Options", "nosniff")
        .with_header("X-Frame-Options", "DENY")
        .with_header("Referrer-Policy", "no-referrer")
        .with_header("Cross-Origin-Resource-Policy", "same-origin")
        .with_header("Cross-Origin-Opener-Policy", "same-origin")
        .with_header("Vary", "Accept-Encoding")
        .with_header("Cache-Control", "no-store")
}
