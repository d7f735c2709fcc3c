package org.leastaction.bench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.bench.data.Download.DownloadException;
import org.leastaction.bench.data.PublishedFiles.PublishedFile;

class DownloadTest {

    private static final byte[] CONTENT = content();

    @TempDir
    Path folder;

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;
    private URI base;

    private static byte[] content() {
        byte[] bytes = new byte[300_000];
        Arrays.setAll(new int[bytes.length], i -> bytes[i] = (byte) (i * 31));
        return bytes;
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/good/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT);
            exchange.close();
        });
        server.createContext("/chunked/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(CONTENT);
            exchange.close();
        });
        server.createContext("/wrong/", exchange -> {
            exchange.sendResponseHeaders(200, 7);
            exchange.getResponseBody().write("<html/>".getBytes());
            exchange.close();
        });
        server.createContext("/broken/", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 100_000);
            exchange.getResponseBody().flush();
            exchange.close();
        });
        server.start();
        base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static PublishedFile file() throws IOException {
        Checksum sum = Checksum.of(Checksum.Algorithm.MD5, new java.io.ByteArrayInputStream(CONTENT));
        return new PublishedFile("digits-idx", sum, Optional.empty());
    }

    private Download from(String path) throws IOException {
        PublishedFiles files = new PublishedFiles("digits", base.resolve(path), List.of(file()));
        return new Download(files, folder.resolve("digits"));
    }

    private void failsWith(String path, String reason) {
        assertThatThrownBy(() -> from(path).fetch(file(), (f, bytes, total) -> {}))
                .isInstanceOf(DownloadException.class)
                .hasMessage("cannot download digits-idx.gz from 127.0.0.1: " + reason + "; by hand: put digits-idx.gz"
                        + " from " + base.resolve(path) + " into " + folder.resolve("digits"));
        assertThat(folder.resolve("digits")).satisfiesAnyOf(
                place -> assertThat(place).doesNotExist(), place -> assertThat(place).isEmptyDirectory());
    }

    @Test
    void fetchesWhatIsRightOnce() throws IOException {
        AtomicLong last = new AtomicLong();

        assertThat(from("good/").fetch(file(), (f, bytes, total) -> {
            assertThat(total).isEqualTo(CONTENT.length);
            last.set(bytes);
        })).isEqualTo(Download.Outcome.FETCHED);
        assertThat(from("good/").fetch(file(), (f, bytes, total) -> {})).isEqualTo(Download.Outcome.PRESENT);

        assertThat(folder.resolve("digits/digits-idx.gz")).hasBinaryContent(CONTENT);
        assertThat(last).hasValue(CONTENT.length);
        assertThat(requests).hasValue(1);
    }

    @Test
    void replacesADamagedFile() throws IOException {
        Files.createDirectory(folder.resolve("digits"));
        Files.writeString(folder.resolve("digits/digits-idx.gz"), "half");

        assertThat(from("good/").fetch(file(), (f, bytes, total) -> {})).isEqualTo(Download.Outcome.FETCHED);
        assertThat(folder.resolve("digits/digits-idx.gz")).hasBinaryContent(CONTENT);
    }

    @Test
    void needsNoLengthFromTheHost() throws IOException {
        assertThat(from("chunked/").fetch(file(), (f, bytes, total) -> assertThat(total).isEqualTo(-1)))
                .isEqualTo(Download.Outcome.FETCHED);
    }

    @Test
    void aWrongSumLeavesNothing() throws IOException {
        failsWith("wrong/", "what came has md5 7682d345add5f360f96f3c8f359ca5c7 instead of " + file().packed());
    }

    @Test
    void aBrokenDownloadLeavesNothing() {
        assertThatThrownBy(() -> from("broken/").fetch(file(), (f, bytes, total) -> {}))
                .isInstanceOf(DownloadException.class)
                .hasMessageContaining("from 127.0.0.1: it broke off");
        assertThat(folder.resolve("digits")).isEmptyDirectory();
    }

    @Test
    void aMissingPageLeavesNothing() {
        failsWith("nowhere/", "it answered with status 404");
    }

    @Test
    void aHostThatDoesNotAnswerIsNamed() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            base = URI.create("http://127.0.0.1:" + free.getLocalPort() + "/");
        }
        failsWith("good/", "no connection (Connection refused)");
    }

    @Test
    void anUnknownHostIsNamed() {
        base = URI.create("http://host.invalid/");

        assertThatThrownBy(() -> from("good/").fetch(file(), (f, bytes, total) -> {}))
                .hasMessageStartingWith("cannot download digits-idx.gz from host.invalid: ");
    }

    @Test
    void anAddressThatIsNoneOfTheWebIsRefused() {
        base = URI.create("file:///tmp/");

        assertThatThrownBy(() -> from("good/").fetch(file(), (f, bytes, total) -> {}))
                .hasMessageContaining("is not one of the web");
    }
}
