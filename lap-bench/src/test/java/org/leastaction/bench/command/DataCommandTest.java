package org.leastaction.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.bench.data.IdxFiles;

class DataCommandTest {

    @TempDir
    Path folder;

    @Test
    void needsOneOfItsCommands() {
        Ran ran = Ran.lap("data");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).isEqualToNormalizingNewlines(
                "lap: lap data needs one of list, get, verify; see lap data --help\n");
    }

    @Test
    void listsWhatIsKnownAndWhereItLies() throws IOException {
        IdxFiles.write(folder.resolve("mnist"), 5, 5);

        Ran ran = Ran.lap(Map.of("LAP_DATA", folder.toString()), "data", "list", "--json");

        assertThat(ran.exitCode()).isZero();
        JsonNode sets = ran.json().get("data_sets");
        assertThat(sets).extracting(set -> set.get("name").asText())
                .containsExactly("circles", "mnist", "fashion-mnist", "cifar10", "cifar100");
        assertThat(sets.get(0).get("folder_reason").asText()).isEqualTo("generated");
        assertThat(sets.get(1).get("folder").asText()).isEqualTo(folder.resolve("mnist").toString());
        assertThat(sets.get(1).get("bytes").asLong()).isPositive();
        assertThat(sets.get(2).get("folder").isNull()).isTrue();
    }

    @Test
    void listsForPeopleToo() {
        assertThat(Ran.lap("data", "list").out()).contains("circles", "mnist", "not found; 'lap data get mnist'");
    }

    @Test
    void verifyFailsOnFilesThatAreNotThePublishedOnes() throws IOException {
        IdxFiles.write(folder.resolve("mnist"), 5, 5);

        Ran ran = Ran.lap("data", "verify", "mnist", "--data-dir", folder);

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out().lines()).hasSize(4).allMatch(line -> line.startsWith("wrong"));
    }

    @Test
    void verifyOfWhatIsNowhereIsBadInput() {
        Ran ran = Ran.lap("data", "verify", "mnist", "--data-dir", folder);

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err().lines()).singleElement().asString()
                .startsWith("lap: the data set mnist was not found; looked in ");
    }

    @Test
    void unknownAndGeneratedSetsAreBadInput() {
        assertThat(Ran.lap("data", "get", "imagenet").exitCode()).isEqualTo(2);
        assertThat(Ran.lap("data", "get", "imagenet").err()).contains("known are circles, mnist, fashion-mnist");
        assertThat(Ran.lap("data", "get", "circles").exitCode()).isEqualTo(2);
        assertThat(Ran.lap("data", "verify", "circles").exitCode()).isEqualTo(2);
    }

    @Test
    void getRefusesWhatAMirrorServesWithAnotherSum() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 3);
            exchange.getResponseBody().write("no!".getBytes());
            exchange.close();
        });
        server.start();
        try {
            String mirror = "http://127.0.0.1:" + server.getAddress().getPort() + "/mnist";
            Ran ran = Ran.lap("data", "get", "mnist", "--data-dir", folder, "--from", mirror);

            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err().lines()).singleElement().asString()
                    .startsWith(
                            "lap: cannot download train-images-idx3-ubyte.gz from 127.0.0.1: it announces 3 bytes, and the")
                    .endsWith(" into " + folder.resolve("mnist"));
            assertThat(folder.resolve("mnist")).doesNotExist();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void getSaysThatItCannotWrite() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 3);
            exchange.getResponseBody().write("no!".getBytes());
            exchange.close();
        });
        server.start();
        try {
            String mirror = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            Ran ran = Ran.lap("data", "get", "mnist", "--data-dir", file, "--from", mirror);

            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.err().lines()).singleElement().asString().startsWith("lap: cannot write " + file);
        } finally {
            server.stop(0);
        }
    }
}
