package org.leastaction.tf.savedmodel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.leastaction.io.InputFileException;

/**
 * A sorted table of keys and values, the format of {@code variables.index} (that of LevelDB): blocks of entries, each
 * with a checksum, an index block that holds their positions, and a footer of 48 bytes. Every number is checked before
 * it is used.
 */
final class IndexTable {

    private static final int FOOTER = 48;
    private static final long MAGIC = 0xdb4775248b80fb57L;
    /** A byte for the compression and four of the checksum. */
    private static final int TRAILER = 5;
    private static final int MASK = 0xa282ead8;

    /** Receives an entry. */
    @FunctionalInterface
    interface Entry {

        /** @throws InputFileException if the value is not of the kind that the key implies */
        void take(byte[] key, ByteBuffer value) throws InputFileException;
    }

    private final Path file;
    private final byte[] bytes;
    /** End of the last block that was read. */
    private int end;
    /** The last key that was read. */
    private byte @Nullable [] last;

    /** @param bytes the content of the file */
    IndexTable(Path file, byte[] bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /**
     * Passes all entries to the consumer, in the order of the file.
     *
     * @throws InputFileException if the table is damaged
     */
    void forEach(Entry consumer) throws InputFileException {
        if (bytes.length < FOOTER) {
            throw damaged("it has " + bytes.length + " bytes, and a footer takes " + FOOTER);
        }
        ByteBuffer footer = slice(bytes.length - FOOTER, FOOTER);
        if (footer.getLong(FOOTER - Long.BYTES) != MAGIC) {
            throw damaged("its last bytes are not those of a table of variables");
        }
        forEach(block(footer, "footer"), (key, value) -> {}); // the meta index, which is not used
        forEach(block(footer, "footer"), (separator, position) -> {
            ByteBuffer block = block(position, "index");
            if (block.arrayOffset() < end) {
                throw damaged("its blocks overlap at byte " + block.arrayOffset());
            }
            end = block.arrayOffset() + block.limit();
            forEach(block, (key, value) -> {
                if (last != null && Arrays.compareUnsigned(last, key) >= 0) {
                    throw damaged("its keys are not in ascending order at " + text(key));
                }
                last = key;
                consumer.take(key, value);
            });
        });
    }

    /** The content of the block at the position that the buffer holds next. */
    private ByteBuffer block(ByteBuffer handle, String where) throws InputFileException {
        long offset = number(handle, where);
        long size = number(handle, where);
        long most = (long) bytes.length - FOOTER - TRAILER;
        if (offset < 0 || size < Integer.BYTES || offset > most || size > most - offset) {
            throw damaged("its " + where + " names a block of " + Long.toUnsignedString(size) + " bytes at byte "
                    + Long.toUnsignedString(offset) + " of " + bytes.length);
        }
        int compression = bytes[(int) (offset + size)];
        if (compression != 0) {
            throw damaged("its block at byte " + offset + " is compressed (kind " + (compression & 0xff)
                    + "), which TensorFlow does not do");
        }
        CRC32C sum = new CRC32C();
        sum.update(bytes, (int) offset, (int) size + 1);
        int stored = slice((int) (offset + size + 1), Integer.BYTES).getInt();
        if (masked((int) sum.getValue()) != stored) {
            throw damaged("the checksum of its block at byte " + offset + " is wrong");
        }
        return slice((int) offset, (int) size);
    }

    /**
     * A checksum in its stored form, which is masked because checksums of data that contain checksums are degenerate.
     */
    static int masked(int crc) {
        return Integer.rotateRight(crc, 15) + MASK;
    }

    private void forEach(ByteBuffer block, Entry consumer) throws InputFileException {
        int restarts = block.getInt(block.limit() - Integer.BYTES);
        int most = block.limit() / Integer.BYTES - 1;
        if (restarts < 1 || restarts > most) {
            throw damaged("a block has " + restarts + " restarts, and room for " + most);
        }
        int end = block.limit() - (restarts + 1) * Integer.BYTES;
        for (int r = 0; r < restarts; r++) {
            int restart = block.getInt(end + r * Integer.BYTES);
            if (restart < 0 || restart > end) {
                throw damaged("a block of " + end + " bytes starts again at byte " + restart);
            }
        }
        block.limit(end);
        byte[] key = {};
        while (block.hasRemaining()) {
            long shared = number(block, "block");
            long more = number(block, "block");
            long length = number(block, "block");
            if (shared < 0 || shared > key.length || more < 0 || length < 0 || more > block.remaining()
                    || length > block.remaining() - more) {
                throw damaged("an entry of a block is longer than the block");
            }
            byte[] next = Arrays.copyOf(key, (int) (shared + more));
            block.get(next, (int) shared, (int) more);
            key = next;
            ByteBuffer value = block.slice().order(ByteOrder.LITTLE_ENDIAN);
            value.limit((int) length);
            block.position(block.position() + (int) length);
            consumer.take(key, value);
        }
    }

    /** A number of seven bits per byte, the lowest first. */
    long number(ByteBuffer buffer, String where) throws InputFileException {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE && buffer.hasRemaining(); shift += 7) {
            byte next = buffer.get();
            number |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw damaged("a number in its " + where + " does not end");
    }

    private ByteBuffer slice(int offset, int length) {
        return ByteBuffer.wrap(bytes, offset, length).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A key in a message: at most 80 characters, with unprintable ones replaced. */
    static String text(byte[] key) {
        String text = new String(key, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "?");
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    InputFileException damaged(String problem) {
        return new InputFileException(file, "is damaged: " + problem + "; copy or save the model again");
    }
}
