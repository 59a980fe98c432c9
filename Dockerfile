# An image with the binary and nothing else: static, so that it needs no system around it, and as nobody, since it only reads.
FROM rust:1-alpine AS build
RUN apk add --no-cache musl-dev
WORKDIR /source
COPY . .
RUN cargo build --release --locked -p powerlint

FROM scratch
COPY --from=build /source/target/release/powerlint /powerlint
USER 65534:65534
WORKDIR /work
ENTRYPOINT ["/powerlint"]
CMD ["check"]
