<?php
// Is a delivery ours? PHP 8, nothing to install.
function verify(string $secret, array $headers, string $body): bool
{
    $at = $headers['webhook-timestamp'];
    if (abs(time() - (int) $at) > 300) {
        return false; // an old one, sent again by somebody else
    }
    $key = base64_decode(substr($secret, strlen('whsec_')));
    $ours = 'v1,' . base64_encode(hash_hmac('sha256', "{$headers['webhook-id']}.$at.$body", $key, true));
    foreach (explode(' ', $headers['webhook-signature']) as $each) {
        if (hash_equals($ours, $each)) {
            return true;
        }
    }
    return false;
}

if (PHP_SAPI === 'cli') {
    $headers = [
        'webhook-id' => getenv('WEBHOOK_ID'),
        'webhook-timestamp' => getenv('WEBHOOK_TIMESTAMP'),
        'webhook-signature' => getenv('WEBHOOK_SIGNATURE'),
    ];
    exit(verify(getenv('SECRET'), $headers, file_get_contents('php://stdin')) ? 0 : 1);
}
