// Lets an SMPP implementation that is not ours (npm's `smpp`) talk to our connector and to our
// simulated carrier, records both conversations, and has tshark read them when it is there.
// README.md says how to run it.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { Capture, relay } from './recorder.mjs';

const [base = 'http://localhost:8080', sid, token, file = 'interop.pcap'] = process.argv.slice(2);
const smpp = createRequire(process.cwd() + '/')('smpp');

const SIMULATOR_PORT = 2775; // as the capture shows them
const CONNECTOR_PORT = 2776;
const UDH = 0x40;

const BASIC = '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?'
    + '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENSION = '\f^{}\\[~]|€';
const TEXTS = {
    'GSM-7 alphabet': BASIC,
    'GSM-7 extension': EXTENSION,
    '160 septets': 'a'.repeat(160),
    '161 septets': 'b'.repeat(161),
    '306 septets': 'c'.repeat(306),
    '307 septets': 'd'.repeat(307),
    'escape on the boundary': 'e'.repeat(152) + '€' + 'f'.repeat(20),
    '70 units': 'ж'.repeat(70),
    '71 units': 'ж'.repeat(71),
    'surrogates on the boundary': 'я'.repeat(66) + '🍺' + 'я'.repeat(10),
    'scripts': 'नमस्ते 你好 こんにちは مرحبا 안녕 👨‍👩‍👧‍👦',
};

async function api(method, path, body) {
    const response = await fetch(base + path, {
        method,
        headers: {
            Authorization: 'Basic ' + Buffer.from(`${sid}:${token}`).toString('base64'),
            ...(body && { 'Content-Type': 'application/json' }),
        },
        body: body && JSON.stringify(body),
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
}

async function until(what, condition) {
    for (let i = 0; i < 300; i++) {
        const result = await condition();
        if (result) return result;
        await new Promise(later => setTimeout(later, 100));
    }
    throw new Error('waited in vain for ' + what);
}

let checks = 0;
function same(actual, expected, what) {
    assert.deepEqual(actual, expected, what);
    checks++;
}

/** Their carrier: what our connector submits. */
async function theirCarrier(capture) {
    const parts = new Map();
    const texts = new Map();
    let nextId = Date.now();
    const server = smpp.createServer(session => {
        for (const bind of ['bind_transceiver', 'bind_transmitter', 'bind_receiver']) {
            session.on(bind, pdu => session.send(pdu.response()));
        }
        session.on('enquire_link', pdu => session.send(pdu.response()));
        session.on('unbind', pdu => { session.send(pdu.response()); session.close(); });
        session.on('error', error => { throw error; });
        session.on('submit_sm', pdu => {
            const id = String(nextId++);
            session.send(pdu.response({ message_id: id }));
            take(pdu, parts, texts);
            session.deliver_sm({
                source_addr: pdu.destination_addr,
                source_addr_ton: pdu.dest_addr_ton,
                source_addr_npi: pdu.dest_addr_npi,
                destination_addr: pdu.source_addr,
                dest_addr_ton: pdu.source_addr_ton,
                dest_addr_npi: pdu.source_addr_npi,
                esm_class: 4,
                receipted_message_id: id,
                message_state: smpp.MESSAGE_STATE.DELIVERED,
                short_message: { message: `id:${id} sub:001 dlvrd:001 submit date:2603191200 `
                    + 'done date:2603191200 stat:DELIVRD err:000 text:' },
            });
        });
    });
    await new Promise(listening => server.listen(0, listening));
    const recorder = await relay(server.address().port, capture, CONNECTOR_PORT);
    for (const longMessages of ['UDH8', 'UDH16', 'SAR', 'PAYLOAD']) {
        const pool = await route(recorder.address().port, longMessages);
        await sendAll(pool, longMessages, texts);
    }
}

async function sendAll(pool, longMessages, texts) {
    for (const [name, text] of Object.entries(TEXTS)) {
        const phone = '+1415555' + String(2000 + checks).padStart(4, '0');
        const sent = await api('POST', '/v1/Messages', {
            from: { senderPoolId: pool },
            to: [{ address: phone, channel: 'PHONE' }],
            content: { text },
        });
        const got = await until(name, () => texts.get(phone.slice(1)));
        same(got, text, `our connector, ${longMessages}, ${name}`);
        const operation = '/v1/Messages/Operations/' + sent.operationId;
        await until('the receipt', async () => (await api('GET', operation)).stats.delivered === 1);
        checks++;
    }
}

function take(pdu, parts, texts) {
    const { udh, message: text } = pdu.message_payload ?? pdu.short_message;
    same(Boolean(udh), Boolean(pdu.esm_class & UDH), 'a header is announced');
    const [reference, total, number] = place(pdu, udh);
    const key = pdu.destination_addr + '/' + reference;
    const all = parts.get(key) ?? [];
    parts.set(key, all);
    all[number - 1] = text;
    if (all.filter(Boolean).length === total) {
        texts.set(pdu.destination_addr, all.join(''));
    }
}

/** Which part of which text: by its header, by its parameters, or alone. */
function place(pdu, udh) {
    if (udh) {
        return [udh[0].subarray(2, -2).toString('hex'), ...udh[0].subarray(-2)];
    }
    return pdu.sar_total_segments
        ? [pdu.sar_msg_ref_num, pdu.sar_total_segments, pdu.sar_segment_seqnum]
        : ['', 1, 1];
}

async function route(port, longMessages) {
    const name = `interop ${longMessages} ${Date.now()}`;
    const connection = await api('POST', '/v1/Connections', {
        name, type: 'SMPP',
        settings: { host: '127.0.0.1', port, systemId: 'interop', password: 'interop', longMessages },
    });
    await until('the bind', async () =>
        (await api('GET', '/v1/Connections/' + connection.id)).state === 'CONNECTED');
    const sender = await api('POST', '/v1/Senders', {
        address: '+1206556' + String(Date.now() % 10_000).padStart(4, '0'), channel: 'SMS',
        connectionId: connection.id, throughput: 100,
    });
    const made = await api('POST', '/v1/SenderPools', {
        name, senders: [{ senderId: sender.id }],
    });
    const pools = await api('GET', '/v1/SenderPools?operationId=' + made.operationId);
    return pools.senderPools[0].id;
}

/** Their customer: what our simulated carrier takes and delivers. */
async function theirCustomer(capture) {
    const connections = (await api('GET', '/v1/Connections')).connections;
    const demo = connections.find(each => each.name === 'simulator');
    assert.ok(demo, 'no connection called simulator: is this `posthorn dev`?');
    const recorder = await relay(demo.settings.port, capture, SIMULATOR_PORT);
    const session = smpp.connect({ url: `smpp://127.0.0.1:${recorder.address().port}` });
    const delivered = [];
    session.on('deliver_sm', pdu => { session.send(pdu.response()); delivered.push(pdu); });
    const ask = (command, fields) => new Promise(answer => session[command](fields, answer));
    const bound = await ask('bind_transceiver', { system_id: 'their-customer', password: 'x' });
    same(bound.command_status, 0, 'bind');
    same(bound.sc_interface_version !== undefined, true, 'sc_interface_version');
    same((await ask('enquire_link', {})).command_status, 0, 'enquire_link');
    for (const [name, [coding, message, text]] of Object.entries(submits())) {
        const to = '1415555' + String(3000 + checks).padStart(4, '0');
        const answer = await ask('submit_sm', {
            source_addr: '12065550999', source_addr_ton: 1, source_addr_npi: 1,
            destination_addr: to, dest_addr_ton: 1, dest_addr_npi: 1,
            registered_delivery: 1, data_coding: coding, short_message: message,
        });
        same(answer.command_status, 0, name);
        const inbox = await api('GET', `/v1/Simulator/Inbox?to=%2B${to}&wait=5s`);
        same(inbox.messages[0].text, text, 'our simulator, ' + name);
        const receipt = await until('the receipt of ' + name, () =>
            delivered.find(pdu => pdu.receipted_message_id === answer.message_id));
        same(receipt.message_state, smpp.MESSAGE_STATE.DELIVERED, 'state');
        same(receipt.esm_class, 4, 'esm_class');
        same(receipt.short_message.message.startsWith(`id:${answer.message_id} `), true);
    }
    await replies(delivered);
    same((await ask('unbind', {})).command_status, 0, 'unbind');
}

function submits() {
    const utf16 = text => Buffer.from(text, 'utf16le').swap16();
    const octet = character => BASIC.indexOf(character) + (BASIC.indexOf(character) >= 27);
    const gsm = Buffer.from([...BASIC].map(octet));
    return {
        'GSM-7 alphabet': [0, gsm, BASIC],
        'GSM-7 extension': [0, Buffer.from('1b0a1b141b281b291b2f1b3c1b3d1b3e1b401b65', 'hex'), EXTENSION],
        'Latin-1': [3, Buffer.from('crème brûlée', 'latin1'), 'crème brûlée'],
        'UCS-2': [8, utf16('пиво 🍺'), 'пиво 🍺'],
    };
}

async function replies(delivered) {
    for (const text of ['STOP', 'да', 'long '.repeat(60)]) {
        const before = delivered.length;
        await api('POST', '/v1/Simulator/Inbox', { from: '+14155550123', to: '+12065550999', text });
        const parts = text.length > 160 ? 2 : 1;
        await until('the reply', () => delivered.length === before + parts);
        const got = delivered.slice(before).map(pdu => pdu.short_message.message);
        same(got.join(''), text, 'a reply');
    }
}

/** Reads the capture with tshark: every PDU whole, none malformed, every text as it was sent. */
function dissect() {
    if (spawnSync('tshark', ['--version']).error) {
        console.log('tshark: not here, skipped');
        return;
    }
    same(read('_ws.malformed || _ws.expert.severity == error', 'frame.number'), [], 'malformed');
    const texts = read('smpp.command_id == 4', 'smpp.message_text').join('').replaceAll(',', '');
    for (const [name, text] of Object.entries(TEXTS)) {
        same(texts.includes(asShown(text)), true, 'tshark reads ' + name);
    }
    const commands = read('smpp', 'smpp.command_id').flatMap(line => line.split(','));
    const count = id => commands.filter(each => Number(each) === id).length;
    for (const request of [smpp.commands.submit_sm, smpp.commands.deliver_sm]) {
        same(count(request.id), count(request.id + 0x80000000), 'answers');
    }
    console.log('tshark reads all', commands.length, 'PDUs and every text');
}

function read(filter, field) {
    return execFileSync('tshark', ['-r', file, '-Y', filter, '-T', 'fields', '-e', field,
        '-o', 'smpp.decode_sms_over_smpp:gsm7',
        '-d', `tcp.port==${SIMULATOR_PORT},smpp`, '-d', `tcp.port==${CONNECTOR_PORT},smpp`],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\n').filter(Boolean);
}

/** As tshark prints it: parts are listed with a comma between them, and where data_coding says
 * UCS-2 it reads just that, so characters outside the BMP are three replacements for each half. */
function asShown(text) {
    const shown = text.replaceAll(',', '').replaceAll('\n', '\\n')
        .replaceAll('\r', '\\r').replaceAll('\f', '\\f');
    return shown.replaceAll(/[\u{10000}-\u{10ffff}]/gu, '\ufffd'.repeat(6));
}

const capture = new Capture(file);
await theirCustomer(capture);
console.log('npm smpp as customer of our simulated carrier: agrees');
await theirCarrier(capture);
console.log('npm smpp as carrier of our connector: agrees');
dissect();
console.log(checks, 'checks passed');
process.exit(0);
