// Is a delivery ours? Go, standard library only.
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

func Verify(secret string, headers http.Header, body []byte) bool {
	at, err := strconv.ParseInt(headers.Get("webhook-timestamp"), 10, 64)
	if err != nil || time.Since(time.Unix(at, 0)).Abs() > 5*time.Minute {
		return false // an old one, sent again by somebody else
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		return false
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%d.", headers.Get("webhook-id"), at)
	mac.Write(body)
	for _, each := range strings.Fields(headers.Get("webhook-signature")) {
		theirs, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(each, "v1,"))
		if err == nil && strings.HasPrefix(each, "v1,") && hmac.Equal(mac.Sum(nil), theirs) {
			return true
		}
	}
	return false
}

func main() {
	headers := http.Header{}
	for _, name := range []string{"webhook-id", "webhook-timestamp", "webhook-signature"} {
		headers.Set(name, os.Getenv(strings.ToUpper(strings.ReplaceAll(name, "-", "_"))))
	}
	body, _ := io.ReadAll(os.Stdin)
	if !Verify(os.Getenv("SECRET"), headers, body) {
		os.Exit(1)
	}
}
