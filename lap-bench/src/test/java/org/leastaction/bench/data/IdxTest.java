package org.leastaction.bench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.io.InputFileException;

class IdxTest {

    @TempDir
    Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("file-idx"), bytes);
    }

    @Test
    void readsPlainAndPackedFilesWhateverTheirName() throws IOException {
        for (byte[] bytes : new byte[][] {IdxFiles.images(3), IdxFiles.packed(IdxFiles.images(3))}) {
            Idx.Images images = Idx.images(file(bytes));
            assertThat(images.count()).isEqualTo(3);
            assertThat(images.rows()).isEqualTo(IdxFiles.ROWS);
            assertThat(images.columns()).isEqualTo(IdxFiles.COLUMNS);
            assertThat(images.pixels()).hasSize(36).startsWith(0).endsWith(2);
        }
        assertThat(Idx.labels(file(IdxFiles.labels(12)))).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1);
        assertThat(Idx.labels(file(IdxFiles.packed(IdxFiles.labels(2))))).containsExactly(0, 1);
    }

    @Test
    void namesTheRightMagicNumber() throws IOException {
        Path labels = file(IdxFiles.labels(5));

        assertThatThrownBy(() -> Idx.images(labels))
                .isInstanceOf(InputFileException.class)
                .hasMessage(labels + ": wrong magic number 0x00000801 (IDX labels); 0x00000803 (IDX images) is needed");
        Path text = file("not an IDX file".getBytes());
        assertThatThrownBy(() -> Idx.labels(text))
                .hasMessage(text + ": is a text file, not an IDX file; get the file itself");
        Path other = file(new byte[] {0, 0, 8, 9, 0});
        assertThatThrownBy(() -> Idx.labels(other))
                .hasMessage(other + ": wrong magic number 0x00000809; 0x00000801 (IDX labels) is needed");
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        for (byte[] whole : new byte[][] {IdxFiles.images(3), IdxFiles.packed(IdxFiles.images(3))}) {
            for (int length = 0; length < whole.length; length++) {
                Path cut = file(Arrays.copyOf(whole, length));
                assertThatThrownBy(() -> Idx.images(cut))
                        .as("the first %d of %d bytes", length, whole.length)
                        .isInstanceOf(InputFileException.class)
                        .hasMessageMatching(".*(truncated|damaged|wrong magic).*");
            }
        }
    }

    @Test
    void truncationNamesWhatIsPromisedAndFound() throws IOException {
        byte[] whole = IdxFiles.images(3);
        Path cut = file(Arrays.copyOf(whole, whole.length - 10));

        assertThatThrownBy(() -> Idx.images(cut)).hasMessage(
                cut + ": truncated: the header promises 3 images of 4 × 3 pixels = 36 bytes, 26 are there");
    }

    @Test
    void refusesHeadersThatCannotBe() throws IOException {
        byte[] bytes = IdxFiles.images(1);
        Arrays.fill(bytes, 4, 16, (byte) 0x7f);

        assertThatThrownBy(() -> Idx.images(file(bytes))).hasMessageContaining("which is impossible");
        byte[] labels = IdxFiles.labels(1);
        Arrays.fill(labels, 4, 8, (byte) 0xff);
        assertThatThrownBy(() -> Idx.labels(file(labels))).hasMessageContaining("promises -1 labels");
    }

    @Test
    void refusesMoreThanPromised() throws IOException {
        Path file = file(Arrays.copyOf(IdxFiles.labels(3), 20));

        assertThatThrownBy(() -> Idx.labels(file))
                .hasMessage(file + ": has more bytes than its header promises; this file is damaged");
    }

    @Test
    void damagedPackingIsNoticed() throws IOException {
        byte[] packed = IdxFiles.packed(IdxFiles.images(100));
        packed[packed.length - 6] ^= 0x55;
        Path damaged = file(packed);

        assertThatThrownBy(() -> Idx.images(damaged))
                .isInstanceOf(InputFileException.class)
                .hasMessageStartingWith(damaged + ": damaged gzip content: ");
    }
}
