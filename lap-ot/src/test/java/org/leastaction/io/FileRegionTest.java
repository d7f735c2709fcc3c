package org.leastaction.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRegionTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.write(folder.resolve("file"), new byte[] {0, 1, 2, 3, 4, 5, 6, 7});
    }

    @Test
    void fillsWhatRemains() throws IOException {
        ByteBuffer target = ByteBuffer.wrap(new byte[6]).position(2).limit(5);
        try (FileChannel channel = FileChannel.open(file)) {
            assertThat(FileRegion.fill(target, channel, 4)).isTrue();
        }
        assertThat(target.array()).containsExactly(0, 0, 4, 5, 6, 0);
        assertThat(target.hasRemaining()).isFalse();
    }

    @Test
    void saysThatTheFileEndsFirst() throws IOException {
        ByteBuffer target = ByteBuffer.allocate(4);
        try (FileChannel channel = FileChannel.open(file)) {
            assertThat(FileRegion.fill(target, channel, 6)).isFalse();
            assertThat(target.position()).isEqualTo(2);
            assertThat(FileRegion.fill(ByteBuffer.allocate(0), channel, 100)).isTrue();
            assertThatThrownBy(() -> FileRegion.require(ByteBuffer.allocate(4), channel, 6))
                    .isInstanceOf(IOException.class).hasMessage("it became shorter while it was read");
        }
    }
}
