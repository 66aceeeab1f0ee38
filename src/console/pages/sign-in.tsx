import { useState } from 'preact/hooks'
import { post, type Refusal } from '../api.js'
import { Problem, refusalOf } from '../loading.js'

/** The token is swapped for a session; the page keeps neither. */
export function SignIn({ onDone }: { readonly onDone: () => void }) {
  const [refusal, setRefusal] = useState<Refusal>()
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const form = event.currentTarget
    if (!(form instanceof HTMLFormElement)) return
    const token = String(new FormData(form).get('token')).trim()
    form.reset()
    post('/session', { token }).then(onDone, (error) => setRefusal(refusalOf(error)))
  }
  return (
    <main class="sign-in">
      <h1>
        <img src="/icon.svg" alt="" width="32" height="32" /> Crosswalk
      </h1>
      <p>
        Sign in with a token. There is one for each role in <code>server/tokens.json</code> of the project folder, on
        the machine of the server.
      </p>
      <form onSubmit={submit}>
        <label>
          Token
          <input name="token" type="password" required autocomplete="off" />
        </label>
        <button type="submit" class="main">
          Sign in
        </button>
      </form>
      <Problem refusal={refusal} />
    </main>
  )
}
