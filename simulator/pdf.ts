/** A PDF of one page with lines of text, complete and deterministic: every reader opens it. */
export function pdf(lines: readonly string[]): Buffer {
	const shown = lines.map((line) => `(${line.replace(/[()\\]/g, '\\$&')}) Tj T*`).join('\n');
	const stream = `BT /F1 12 Tf 60 780 Td 18 TL\n${shown}\nET`;
	const objects = [
		'<< /Type /Catalog /Pages 2 0 R >>',
		'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
		'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
		`<< /Length ${Buffer.byteLength(stream, 'latin1')} >>\nstream\n${stream}\nendstream`,
		'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
	];
	const offsets: number[] = [];
	let text = '%PDF-1.4\n';
	for (const [index, object] of objects.entries()) {
		offsets.push(Buffer.byteLength(text, 'latin1'));
		text += `${index + 1} 0 obj\n${object}\nendobj\n`;
	}
	const start = Buffer.byteLength(text, 'latin1');
	const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
	text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
	text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
	return Buffer.from(text, 'latin1');
}
