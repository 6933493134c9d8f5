// A Better Auth server as its documentation has it, for tests of tokens that Rondel takes.
// Says one line of JSON when it listens: {"port": 12345}. Settings come as JSON in the first argument.
import http from 'node:http'
import { SignJWT } from 'jose'
import pg from 'pg'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'
import { jwt } from 'better-auth/plugins'

const given = JSON.parse(process.argv[2])

// Tokens under a secret that both servers know, instead of a key pair: Better Auth lets one sign.
function withSecret({ shared, ...plugin }) {
  if (!shared) return plugin
  const key = new TextEncoder().encode(shared)
  const sign = (payload) => new SignJWT(payload).setProtectedHeader({ alg: 'HS256' }).sign(key)
  return { jwks: { remoteUrl: `${base}/none`, keyPairConfig: { alg: 'ES256' } }, jwt: { ...plugin.jwt, sign } }
}

const server = http.createServer((request, response) => handler(request, response))
let handler = (_request, response) => response.writeHead(503).end()
await new Promise((resolve) => server.listen(given.port ?? 0, '127.0.0.1', resolve))
const base = `http://127.0.0.1:${server.address().port}`

const pool = new pg.Pool({ connectionString: given.database, options: `-c search_path=${given.schema}` })
await pool.query(`CREATE SCHEMA IF NOT EXISTS ${given.schema}`)
const options = {
  baseURL: base,
  secret: given.secret,
  database: pool,
  telemetry: { enabled: false },
  emailAndPassword: { enabled: true },
  // As if each had followed the link of a mail: this server sends none.
  databaseHooks: { user: { create: { before: async (user) => ({ data: { ...user, emailVerified: given.verified } }) } } },
  rateLimit: { enabled: false },
  plugins: [jwt(withSecret(given.jwt))],
}
await (await getMigrations(options)).runMigrations()
handler = toNodeHandler(betterAuth(options))
process.stdout.write(JSON.stringify({ port: server.address().port }) + '\n')
process.stdin.on('end', () => process.exit(0)).resume() // ends with the test that started it
