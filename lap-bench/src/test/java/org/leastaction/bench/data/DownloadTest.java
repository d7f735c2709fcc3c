package org.leastaction.bench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.bench.data.Download.DownloadException;
import org.leastaction.bench.data.PublishedFiles.PublishedFile;

class DownloadTest {

    private static final byte[] CONTENT = content();

    @TempDir
    Path folder;

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();
    private final ExecutorService executor = Executors.newCachedThreadPool();
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
        server.createContext("/short/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(CONTENT, 0, 100_000);
            exchange.close();
        });
        server.createContext("/longer/", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length + 1);
            exchange.getResponseBody().write(new byte[CONTENT.length + 1]);
            exchange.close();
        });
        server.createContext("/endless/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                while (true) {
                    exchange.getResponseBody().write(CONTENT);
                    sent.addAndGet(CONTENT.length);
                }
            } catch (IOException left) {
                exchange.close();
            }
        });
        server.createContext("/slow/", exchange -> trickle(exchange, 5));
        server.createContext("/silent/", exchange -> trickle(exchange, 10_000));
        server.createContext("/other/", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(new byte[CONTENT.length]);
            exchange.close();
        });
        server.createContext("/parts/", exchange -> part(exchange, ""));
        server.createContext("/wrongparts/", exchange -> part(exchange, "bytes 7-9/10"));
        server.createContext("/noparts/", exchange -> {
            boolean asked = exchange.getRequestHeaders().containsKey("Range");
            exchange.sendResponseHeaders(asked ? 416 : 200, asked ? -1 : CONTENT.length);
            if (!asked) {
                exchange.getResponseBody().write(CONTENT);
            }
            exchange.close();
        });
        redirect("/moved/", "/good/digits-idx.gz");
        redirect("/circle/", "/circle/digits-idx.gz");
        redirect("/tofile/", "file:///etc/passwd");
        redirect("/toftp/", "ftp://127.0.0.1/digits-idx.gz");
        redirect("/tonothing/", "http://[");
        server.setExecutor(executor);
        server.start();
        base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void redirect(String from, String to) {
        server.createContext(from, exchange -> {
            requests.incrementAndGet();
            exchange.getResponseHeaders().set("Location", to);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
    }

    /** Sends a byte at a time. */
    private static void trickle(HttpExchange exchange, long milliseconds) throws IOException {
        exchange.sendResponseHeaders(200, CONTENT.length);
        try {
            for (byte one : CONTENT) {
                exchange.getResponseBody().write(one);
                exchange.getResponseBody().flush();
                Thread.sleep(milliseconds);
            }
        } catch (IOException | InterruptedException left) {
            exchange.close();
        }
    }

    /** Sends the requested part. */
    private void part(HttpExchange exchange, String wrong) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range == null) {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT);
        } else {
            int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
            exchange.getResponseHeaders().set("Content-Range", wrong.isEmpty()
                    ? "bytes " + from + "-" + (CONTENT.length - 1) + "/" + CONTENT.length : wrong);
            exchange.sendResponseHeaders(206, CONTENT.length - from);
            sent.addAndGet(CONTENT.length - from); // before, since the client may be done first
            exchange.getResponseBody().write(CONTENT, from, CONTENT.length - from);
        }
        exchange.close();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        executor.shutdownNow();
    }

    private static PublishedFile file() throws IOException {
        Checksum sum = Checksum.of(new ByteArrayInputStream(CONTENT));
        return new PublishedFile("digits-idx", CONTENT.length, sum, Optional.empty());
    }

    private Download from(String path) throws IOException {
        PublishedFiles files = new PublishedFiles("digits", base.resolve(path), List.of(file()));
        return new Download(files, folder.resolve("digits"), Duration.ofSeconds(2), Duration.ZERO);
    }

    private void failsWith(String path, String reason) {
        assertThatThrownBy(() -> from(path).fetch(file(), (f, bytes, total) -> {}))
                .isInstanceOf(DownloadException.class)
                .hasMessage("cannot download digits-idx.gz from 127.0.0.1: " + reason + "; by hand: put digits-idx.gz"
                        + " from " + base.resolve(path) + " into " + folder.resolve("digits"));
        assertThat(folder.resolve("digits")).doesNotExist();
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

    @ParameterizedTest
    @ValueSource(strings = {"chunked/", "moved/", "parts/", "noparts/"})
    void fetchesFromHostsOfAllKinds(String path) throws IOException {
        assertThat(from(path).fetch(file(), (f, bytes, total) -> assertThat(total).isEqualTo(CONTENT.length)))
                .isEqualTo(Download.Outcome.FETCHED);
        assertThat(folder.resolve("digits/digits-idx.gz")).hasBinaryContent(CONTENT);
    }

    @Test
    void aWrongSizeIsRefusedBeforeAnythingIsWritten() {
        failsWith("wrong/", "it announces 7 bytes, and the published file has 300000 bytes");
        failsWith("longer/", "it announces 300001 bytes, and the published file has 300000 bytes");
    }

    @Test
    void aWrongSumLeavesNothing() throws IOException {
        Checksum zeros = Checksum.of(new ByteArrayInputStream(new byte[CONTENT.length]));
        failsWith("other/", "what came has " + zeros + " instead of " + file().packed());
    }

    @Test
    void aFileWithoutEndIsCutOffAtThePublishedSize() {
        failsWith("endless/", "it sends more than the 300000 bytes of the published file");
        // The bytes in the connection's buffers are lost.
        assertThat(sent).hasValueLessThan(64L << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"circle/", "tofile/", "toftp/", "tonothing/"})
    void redirectionsThatLeadNowhereAreRefused(String path) {
        assertThatThrownBy(() -> from(path).fetch(file(), (f, bytes, total) -> {}))
                .isInstanceOf(DownloadException.class).hasMessageContaining("it redirects ");
        assertThat(requests.get()).isLessThan(10);
        assertThat(folder.resolve("digits")).doesNotExist();
    }

    @Test
    void redirectionsDoNotLeaveHttps() throws IOException {
        Download download = from("good/");
        URI encrypted = URI.create("https://host/folder/a.gz");

        assertThat(download.redirected(encrypted, "../b.gz", file())).isEqualTo(URI.create("https://host/b.gz"));
        assertThat(download.redirected(URI.create("http://host/a"), "HTTPS://other/b", file()).getHost())
                .isEqualTo("other");
        for (String open : new String[] {"http://host/folder/a.gz", "HTTP://other/", "file:/etc/passwd",
                "jar:file:a!/b"}) {
            assertThatThrownBy(() -> download.redirected(encrypted, open, file()))
                    .isInstanceOf(DownloadException.class).hasMessageContaining("which is not an address with https");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"broken/", "short/"})
    void aBrokenDownloadIsContinued(String path) throws IOException {
        assertThatThrownBy(() -> from(path).fetch(file(), (f, bytes, total) -> {}))
                .isInstanceOf(DownloadException.class)
                .hasMessageContaining("from 127.0.0.1: it broke off")
                .hasMessageContaining(
                        " after 100000 of 300000 bytes, which are kept: the same command continues; by hand");
        assertThat(folder.resolve("digits/digits-idx.gz")).doesNotExist();
        assertThat(folder.resolve("digits/digits-idx.gz.part")).hasSize(100_000);

        List<Long> seen = new ArrayList<>();
        assertThat(from("parts/").fetch(file(), (f, bytes, total) -> seen.add(bytes)))
                .isEqualTo(Download.Outcome.FETCHED);

        assertThat(seen.get(0)).isGreaterThan(100_000);
        assertThat(sent).hasValue(200_000);
        assertOnlyTheFile();
    }

    private void assertOnlyTheFile() throws IOException {
        assertThat(folder.resolve("digits/digits-idx.gz")).hasBinaryContent(CONTENT);
        try (Stream<Path> inside = Files.list(folder.resolve("digits"))) {
            assertThat(inside).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"good/", "wrongparts/", "noparts/", "chunked/", "moved/"})
    void hostsWithoutPartsBeginAgain(String path) throws IOException {
        Files.createDirectory(folder.resolve("digits"));
        Files.write(folder.resolve("digits/digits-idx.gz.part"), new byte[1000]);

        assertThat(from(path).fetch(file(), (f, bytes, total) -> {})).isEqualTo(Download.Outcome.FETCHED);
        assertOnlyTheFile();
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 300_000, 300_001})
    void partsOfAnotherFileAreNotKept(int size) throws IOException {
        Files.createDirectory(folder.resolve("digits"));
        Files.write(folder.resolve("digits/digits-idx.gz.part"), new byte[size]);
        if (size <= CONTENT.length) {
            assertThatThrownBy(() -> from("parts/").fetch(file(), (f, bytes, total) -> {}))
                    .hasMessageContaining("what came has sha256");
            assertThat(folder.resolve("digits")).isEmptyDirectory();
        }
        assertThat(from("parts/").fetch(file(), (f, bytes, total) -> {})).isEqualTo(Download.Outcome.FETCHED);
        assertOnlyTheFile();
    }

    @Test
    void aSlowHostIsLeft() throws IOException {
        PublishedFiles files = new PublishedFiles("digits", base.resolve("slow/"), List.of(file()));
        Download download =
                new Download(files, folder.resolve("digits"), Duration.ofSeconds(60), Duration.ofSeconds(-18));

        assertThatThrownBy(() -> download.fetch(file(), (f, bytes, total) -> {}))
                .hasMessageContaining("it takes more than 0 s after ")
                .hasMessageContaining("which are kept");
    }

    @Test
    void aSilentHostIsLeft() {
        assertThatThrownBy(() -> from("silent/").fetch(file(), (f, bytes, total) -> {}))
                .hasMessageContaining("no answer within 2 s after 1 of 300000 bytes, which are kept");
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
