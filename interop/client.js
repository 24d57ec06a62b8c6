// An ESME: binds to the port given, submits three texts, and prints one line for each thing it is
// told: `bound STATUS`, `answer NAME STATUS`, `receipt STATE TEXT-BEFORE-text:`. Ends when all
// receipts are there.
'use strict';
const smpp = require('smpp');

const port = Number(process.argv[2]);
const submits = {
  // Said outright: left alone, the package announces its GSM-7 octets as ASCII.
  plain: { data_coding: 0, short_message: 'Hello @ you, 5 €' },
  unicode: { short_message: 'Привет 😀' },
  first: { esm_class: 0x40, short_message: { udh: Buffer.from('050003070201', 'hex'), message: 'one ' } },
  second: { esm_class: 0x40, short_message: { udh: Buffer.from('050003070202', 'hex'), message: 'two' } },
};
let receipts = 0;

const session = smpp.connect({ url: 'smpp://localhost:' + port });
session.on('error', (error) => {
  console.log('error ' + error.message);
  process.exit(1);
});
session.on('deliver_sm', (pdu) => {
  session.send(pdu.response());
  const text = pdu.short_message.message.toString().split(' text:')[0];
  console.log('receipt ' + pdu.message_state + ' ' + text);
  if (++receipts === Object.keys(submits).length) {
    session.unbind(() => session.close());
  }
});
session.bind_transceiver({ system_id: 'acme', password: 'secret' }, (bound) => {
  console.log('bound ' + bound.command_status);
  for (const [name, fields] of Object.entries(submits)) {
    const pdu = {
      source_addr_ton: 5,
      source_addr: 'Acme',
      dest_addr_ton: 1,
      dest_addr_npi: 1,
      destination_addr: name === 'unicode' ? '15550100002' : name === 'plain' ? '15550100001' : '15550100003',
      registered_delivery: 1,
      ...fields,
    };
    session.submit_sm(pdu, (answer) => console.log('answer ' + name + ' ' + answer.command_status));
  }
});
