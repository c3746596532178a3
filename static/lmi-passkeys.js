// Shows the passkey buttons where the browser knows passkeys, and says so where one was not given.
if (window.PublicKeyCredential) {
  document.querySelectorAll("[data-passkey]").forEach((button) => { button.hidden = false })
  document.querySelectorAll("[data-no-passkey]").forEach((note) => { note.hidden = true })
}
document.addEventListener("allauth.error", (event) => {
  event.preventDefault()
  document.querySelectorAll("[data-passkey-problem]").forEach((problem) => { problem.hidden = false })
})
