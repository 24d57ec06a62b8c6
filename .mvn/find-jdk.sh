# Sourced by mvnw and posthorn: sets JAVA_HOME to a JDK 25 or newer, or explains what to install and exits.

jdk_major() { # of the JDK at $1, from its release file; nothing when $1 is no JDK
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] && sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

find_jdk() {
  javac=$(command -v javac) && javac=$(readlink -f "$javac")
  for home in "${JAVA_HOME:-}" "${javac%/bin/javac}" /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /opt/*; do
    major=$(jdk_major "$home") || continue
    [ "${major:-0}" -ge 25 ] && JAVA_HOME=$home && export JAVA_HOME && return
  done
  echo "Posthorn needs a JDK 25 or newer and found none." >&2
  echo "Install one (for example from https://adoptium.net) or set JAVA_HOME to it, then run this again." >&2
  exit 1
}

find_jdk
