// Browsers are found by scripts/browsers.mjs; puppeteer's own download is not wanted at install.
module.exports = { skipDownload: true };
