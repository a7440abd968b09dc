// Copies what stands beside a button with `data-copy`, and says so.
document.addEventListener('click', async (event) => {
	const button = event.target.closest?.('[data-copy]');
	if (!button) return;
	await navigator.clipboard.writeText(button.dataset.copy);
	document.getElementById('said').textContent = `Copied: ${button.dataset.copy}`;
});
