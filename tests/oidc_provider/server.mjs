// A certified OpenID Connect provider (panva/node-oidc-provider), for tests of sign-in.
// Says one line of JSON when it listens: {"port": 12345}. Settings come as JSON in the first argument.
import http from 'node:http'
import { exportJWK, generateKeyPair } from 'jose'
import { Provider } from 'oidc-provider'

const given = JSON.parse(process.argv[2])
const server = http.createServer((request, response) => handler(request, response))
let handler = (_request, response) => response.writeHead(503).end()
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const issuer = `http://127.0.0.1:${server.address().port}`

const algorithm = given.algorithm ?? 'RS256'
const { privateKey } = await generateKeyPair(algorithm, { extractable: true })
const key = { ...(await exportJWK(privateKey)), kid: 'first', alg: algorithm, use: 'sig' }

// Everybody who signs in is somebody: the login is the subject, and says what is known of them.
const claimsOf = (login) => ({
  sub: login,
  email: login.includes('@') ? login.replace(/^unverified-/, '') : undefined,
  email_verified: !login.startsWith('unverified-'),
  name: 'Ada Lovelace',
  zoneinfo: 'Europe/Berlin',
})

const client = {
  client_id: given.client_id,
  redirect_uris: given.redirect_uris,
  response_types: ['code'],
  grant_types: ['authorization_code'],
  id_token_signed_response_alg: algorithm,
  token_endpoint_auth_method: given.auth_method ?? 'client_secret_basic',
  ...(given.client_secret ? { client_secret: given.client_secret } : {}),
}
const provider = new Provider(issuer, {
  clients: [client],
  jwks: { keys: [key] },
  cookies: { keys: ['of-the-tests-alone'] },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'zoneinfo'] },
  conformIdTokenClaims: given.claims_in_userinfo ?? true, // true: as the standard has it
  findAccount: (_context, id) => ({ accountId: id, claims: () => claimsOf(id) }),
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true } }, // its forms for signing in and consent
})
handler = provider.callback()
process.stdout.write(JSON.stringify({ port: server.address().port }) + '\n')
process.stdin.on('end', () => process.exit(0)).resume() // ends with the test that started it
