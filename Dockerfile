# docker build -t posthorn . && docker run -p 8080:8080 -v posthorn:/data -e POSTHORN_AUTH_TOKEN=... posthorn
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY . .
RUN ./mvnw --batch-mode -Dmaven.test.skip=true package \
 && mkdir /dist \
 && tar xzf target/posthorn-*.tar.gz --strip-components=1 -C /dist

FROM eclipse-temurin:25-jre
# For the health check; the rest of the image is the runtime and one folder.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends curl \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin posthorn \
 && install --directory --owner posthorn --group posthorn --mode 0700 /data
COPY --from=build /dist /opt/posthorn
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
ENV POSTHORN_STORE_URL=sqlite:/data/posthorn.db
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["curl", "--fail", "--silent", "--output", "/dev/null", "http://localhost:8080/health/ready"]
ENTRYPOINT ["/opt/posthorn/posthorn"]
CMD ["serve", "--config", "/opt/posthorn/posthorn.yaml"]
