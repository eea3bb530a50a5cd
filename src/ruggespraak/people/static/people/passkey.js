// Shows the passkey parts only where the browser can do passkeys, and says so when one fails.
(() => {
  if (!window.PublicKeyCredential) return
  for (const part of document.querySelectorAll('[data-passkey]')) part.hidden = false
  document.addEventListener('allauth.error', event => {
    event.preventDefault()
    const failed = document.querySelector('[data-passkey-failed]')
    failed.hidden = false
    failed.scrollIntoView({ block: 'nearest' })
  })
})()
