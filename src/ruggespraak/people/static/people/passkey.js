// Shows the passkey parts only where the browser can do passkeys, and says so when one fails.
(() => {
  // A passkey belongs to a name; under a bare address (127.0.0.1) no browser makes one. Under localhost it does.
  const isBareAddress = /^[\d.]+$|^\[/.test(location.hostname)
  if (!window.PublicKeyCredential || isBareAddress) return
  for (const part of document.querySelectorAll('[data-passkey]')) part.hidden = false
  document.addEventListener('allauth.error', event => {
    event.preventDefault()
    const failed = document.querySelector('[data-passkey-failed]')
    failed.hidden = false
    failed.scrollIntoView({ block: 'nearest' })
  })
})()
