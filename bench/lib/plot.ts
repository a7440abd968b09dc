import type { Plot } from './types';

const WIDTH = 640;
const HEIGHT = 360;
const LEFT = 64;
const RIGHT = 190;
const TOP = 40;
const BOTTOM = 48;

/** Colours that can be distinguished on white and on black, and by colour-blind readers. */
const COLOURS = ['#0b84c6', '#e0701a', '#2a9d6f', '#b35fb8', '#8a8a8a', '#c2a212'];
const INK = '#808080';

/** A round step that divides the axis up to `most` into about five. */
function stepTo(most: number): number {
	const rough = most / 5;
	const power = 10 ** Math.floor(Math.log10(rough || 1));
	return ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A line plot as SVG, from zero on both axes. It has no background, so that it fits light and dark pages. */
export function svgOf({ title, x, y, series }: Plot): string {
	const points = series.flatMap((one) => one.points);
	const mostX = Math.max(...points.map(([at]) => at), 1);
	const stepY = stepTo(Math.max(...points.map(([, value]) => value), 1e-9));
	const mostY = stepY * Math.ceil(Math.max(...points.map(([, value]) => value), stepY) / stepY);
	const placeX = (at: number) => LEFT + (at / mostX) * (WIDTH - LEFT - RIGHT);
	const placeY = (value: number) => HEIGHT - BOTTOM - (value / mostY) * (HEIGHT - TOP - BOTTOM);
	const text = (atX: number, atY: number, said: string, more = '') =>
		`<text x="${atX.toFixed(1)}" y="${atY.toFixed(1)}" ${more}>${escape(said)}</text>`;
	const number = (value: number) => String(Number(value.toPrecision(6)));

	const gridY = Array.from({ length: Math.round(mostY / stepY) + 1 }, (_, n) => n * stepY).map((value) =>
		[
			`<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${placeY(value)}" y2="${placeY(value)}" stroke="${INK}" stroke-opacity="0.3"/>`,
			text(LEFT - 8, placeY(value) + 4, number(value), 'text-anchor="end"'),
		].join(''),
	);
	const ticksX = [...new Set(points.map(([at]) => at))].map((at) =>
		text(placeX(at), HEIGHT - BOTTOM + 18, number(at), 'text-anchor="middle"'),
	);
	const lines = series.map(({ name, points: own }, n) => {
		const colour = COLOURS[n % COLOURS.length] ?? INK;
		const path = own.map(([at, value]) => `${placeX(at).toFixed(1)},${placeY(value).toFixed(1)}`);
		const dots = own.map(
			([at, value]) =>
				`<circle cx="${placeX(at).toFixed(1)}" cy="${placeY(value).toFixed(1)}" r="3.5" fill="${colour}"/>`,
		);
		const legendY = TOP + 14 + n * 22;
		return [
			`<polyline points="${path.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
			...dots,
			`<rect x="${WIDTH - RIGHT + 16}" y="${legendY - 9}" width="12" height="12" rx="2" fill="${colour}"/>`,
			text(WIDTH - RIGHT + 34, legendY + 1, name),
		].join('');
	});
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12" fill="${INK}" role="img">
<title>${escape(title)}</title>
${text(LEFT, 22, title, 'font-size="14" font-weight="600"')}
${gridY.join('\n')}
${ticksX.join('\n')}
${text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, x, 'text-anchor="middle"')}
${text(14, HEIGHT / 2, y, `text-anchor="middle" transform="rotate(-90 14 ${HEIGHT / 2})"`)}
${lines.join('\n')}
</svg>
`;
}
