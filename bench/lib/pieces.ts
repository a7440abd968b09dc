/**
 * The text of a stream that is read in pieces, and broken off where it is longer.
 *
 * @param most the most bytes that are read
 * @returns undefined where there were more
 */
export async function readPieces(
	stream: AsyncIterable<Uint8Array>,
	most: number,
): Promise<string | undefined> {
	const pieces: Uint8Array[] = [];
	let length = 0;
	for await (const piece of stream) {
		length += piece.length;
		if (length > most) return undefined;
		pieces.push(piece);
	}
	return Buffer.concat(pieces).toString();
}
