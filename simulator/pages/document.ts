import { html, type Html } from './html';

/** The headers of every page. Nothing comes from another host, and no page of another host may frame it. */
export const PAGE_HEADERS = {
	'content-type': 'text/html; charset=utf-8',
	'content-security-policy':
		"default-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	'referrer-policy': 'same-origin',
	'cache-control': 'no-store',
};

/** A whole document; `live` loads what the page at `/` needs to stay up to date. */
export function documentOf(title: string, body: Html, live = false): string {
	const scripts = html`<meta
			name="htmx-config"
			content='{"includeIndicatorCSS":false,"history":false,"morphIgnore":["data-htmx-powered","open"]}'
		/>
		<script src="/_page/assets/htmx.js" defer></script>
		<script src="/_page/assets/page.js" defer></script>`;
	return html`<!doctype html>
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="color-scheme" content="light dark" />
				<title>${title}</title>
				<link rel="icon" href="data:," />
				<link rel="stylesheet" href="/_page/assets/pico.css" />
				<link rel="stylesheet" href="/_page/assets/page.css" />
				${live && scripts}
			</head>
			<body>
				${body}
			</body>
		</html>`.text;
}
