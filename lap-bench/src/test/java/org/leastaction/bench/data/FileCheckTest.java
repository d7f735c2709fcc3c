package org.leastaction.bench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.bench.data.FileCheck.Status;
import org.leastaction.bench.data.PublishedFiles.PublishedFile;

class FileCheckTest {

    @TempDir
    Path folder;

    private final byte[] content = "0123456789".repeat(1000).getBytes();

    private static Checksum sum(byte[] bytes) throws IOException {
        return Checksum.of(new ByteArrayInputStream(bytes));
    }

    private Status check(Optional<Checksum> unpacked) throws IOException {
        byte[] packed = IdxFiles.packed(content);
        PublishedFile file = new PublishedFile("file", packed.length, sum(packed), unpacked);
        PublishedFiles files = new PublishedFiles("set", URI.create("http://127.0.0.1/"), List.of(file));
        return FileCheck.of(files, folder).get(0).status();
    }

    @Test
    void comparesTheContentHoweverItIsPacked() throws IOException {
        Optional<Checksum> sum = Optional.of(sum(content));
        assertThat(check(sum)).isEqualTo(Status.MISSING);
        Files.write(folder.resolve("file.gz"), IdxFiles.packed(content));
        assertThat(check(sum)).isEqualTo(Status.RIGHT);
        Files.write(folder.resolve("file"), content);
        assertThat(check(sum)).isEqualTo(Status.RIGHT);
        content[5]++;
        Files.write(folder.resolve("file"), content);
        assertThat(check(sum)).isEqualTo(Status.WRONG);
    }

    @Test
    void comparesThePackedFileWhereOnlyItsSumIsKnown() throws IOException {
        Files.write(folder.resolve("file.gz"), IdxFiles.packed(content));
        assertThat(check(Optional.empty())).isEqualTo(Status.RIGHT);
        Files.write(folder.resolve("file.gz"), content);
        assertThat(check(Optional.empty())).isEqualTo(Status.WRONG);
        Files.write(folder.resolve("file"), content);
        assertThat(check(Optional.empty())).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void brokenPackingIsWrongNotAFailure() throws IOException {
        byte[] packed = IdxFiles.packed(content);
        Files.write(folder.resolve("file.gz"), Arrays.copyOf(packed, packed.length - 4));

        assertThat(check(Optional.of(sum(content)))).isEqualTo(Status.WRONG);
    }

    @Test
    void sumsHaveTheDigitsOfTheirAlgorithm() {
        assertThatThrownBy(() -> new Checksum("abc")).hasMessage("SHA-256 has 64 hexadecimal digits, not 'abc'");
    }
}
