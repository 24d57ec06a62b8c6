// An SMSC: prints `port N`, then for each submit `submit TO HEX-OF-UTF-8-TEXT REGISTERED VALIDITY`;
// answers with an id and sends the receipt.
'use strict';
const smpp = require('smpp');

let id = 4000;

const server = smpp.createServer((session) => {
  session.on('error', () => session.close());
  session.on('bind_transceiver', (pdu) => session.send(pdu.response()));
  session.on('enquire_link', (pdu) => session.send(pdu.response()));
  session.on('unbind', (pdu) => {
    session.send(pdu.response());
    session.close();
  });
  session.on('submit_sm', (pdu) => {
    const messageId = String(++id);
    const content = pdu.message_payload || pdu.short_message;
    const text = Buffer.from(content.message.toString(), 'utf8').toString('hex');
    console.log(['submit', pdu.destination_addr, text, pdu.registered_delivery, pdu.validity_period ? 'validity' : 'none'].join(' '));
    session.send(pdu.response({ message_id: messageId }));
    session.deliver_sm({
      esm_class: 4,
      source_addr_ton: pdu.dest_addr_ton,
      source_addr: pdu.destination_addr,
      destination_addr: pdu.source_addr,
      short_message: 'id:' + messageId + ' sub:001 dlvrd:001 submit date:2603011230 done date:2603011231 stat:DELIVRD err:000 text:',
    });
  });
});
server.listen(0, () => console.log('port ' + server.address().port));
