// Browsers are found by scripts/browsers.ts; puppeteer's own download is not wanted at install.
module.exports = { skipDownload: true };
