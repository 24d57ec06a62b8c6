// A TCP relay that writes what passes through it as a capture file, so that a dissector can read it
// without the right to listen on an interface.
import fs from 'node:fs';
import net from 'node:net';

const SEGMENT = 16_000; // octets; an IP packet holds 65,535

export class Capture {
    constructor(path) {
        this.file = fs.openSync(path, 'w');
        const header = Buffer.alloc(24);
        header.writeUInt32LE(0xa1b2c3d4, 0); // the classic pcap format, version 2.4
        header.writeUInt16LE(2, 4);
        header.writeUInt16LE(4, 6);
        header.writeUInt32LE(0xffff, 16);
        header.writeUInt32LE(101, 20); // raw IP
        fs.writeSync(this.file, header);
    }

    /** One TCP segment from a port to a port; `sent` are the octets sent before, by either side. */
    segment(from, to, sent, received, payload) {
        const packet = Buffer.alloc(40 + payload.length);
        packet[0] = 0x45; // IPv4, five words of header
        packet.writeUInt16BE(packet.length, 2);
        packet[8] = 64; // time to live
        packet[9] = 6; // TCP
        packet.set([127, 0, 0, 1, 127, 0, 0, 1], 12);
        packet.writeUInt16BE(from, 20);
        packet.writeUInt16BE(to, 22);
        packet.writeUInt32BE(1 + sent, 24);
        packet.writeUInt32BE(1 + received, 28);
        packet[32] = 0x50; // five words of header
        packet[33] = 0x18; // PSH, ACK
        packet.writeUInt16BE(0xffff, 34);
        payload.copy(packet, 40);
        const record = Buffer.alloc(16);
        record.writeUInt32LE(Math.floor(Date.now() / 1000), 0);
        record.writeUInt32LE((Date.now() % 1000) * 1000, 4);
        record.writeUInt32LE(packet.length, 8);
        record.writeUInt32LE(packet.length, 12);
        fs.writeSync(this.file, Buffer.concat([record, packet]));
    }
}

/** Listens on a free port, relays to `target` and records as if `port` were the server's. */
export async function relay(target, capture, port) {
    let client = 40_000;
    const server = net.createServer(socket => {
        const source = client++;
        const upstream = net.connect(target, '127.0.0.1');
        const sent = { up: 0, down: 0 };
        const record = (from, to, mine, theirs, data) => {
            for (let at = 0; at < data.length; at += SEGMENT) {
                const part = data.subarray(at, at + SEGMENT);
                capture.segment(from, to, sent[mine], sent[theirs], part);
                sent[mine] += part.length;
            }
        };
        socket.on('data', data => {
            record(source, port, 'up', 'down', data);
            upstream.write(data);
        });
        upstream.on('data', data => {
            record(port, source, 'down', 'up', data);
            socket.write(data);
        });
        for (const [one, other] of [[socket, upstream], [upstream, socket]]) {
            one.on('close', () => other.destroy());
            one.on('error', () => other.destroy());
        }
    });
    await new Promise(listening => server.listen(0, '127.0.0.1', listening));
    return server;
}
