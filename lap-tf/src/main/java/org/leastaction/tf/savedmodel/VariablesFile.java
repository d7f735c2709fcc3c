package org.leastaction.tf.savedmodel;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.leastaction.io.FileKind;
import org.leastaction.io.FileRegion;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Limit;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.BundleHeaderProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.TensorSliceProto;

/**
 * The variables of a SavedModel: {@code variables.index} and the data files that it names. TensorFlow's own reader ends
 * the process on some damaged files, so everything that it relies on is verified first: structure and checksums of the
 * index, types and shapes of variables, that each lies inside its data file, and the checksums of their numbers.
 */
final class VariablesFile {

    static final String FOLDER = "variables";
    static final String INDEX = "variables.index";
    /** The largest known checkpoints have a few hundred data files. */
    private static final int MOST_SHARDS = 10_000;
    /** Text variables describe other variables; they are not split. */
    private static final int MOST_TEXTS = 1_000_000;
    private static final int PART_BYTES = 1 << 16;

    private final Path folder;
    private final Path index;
    private long[] shardSizes = {};
    /** Bytes of the variables in each data file. */
    private long[] taken = {};
    private boolean hasHeader;

    private VariablesFile(Path model) {
        this.folder = model.resolve(FOLDER);
        this.index = folder.resolve(INDEX);
    }

    /**
     * Verifies the variables of a SavedModel; O(size of the index and the data files).
     *
     * @param model the SavedModel's folder
     * @return the prefix of the files' names, as TensorFlow needs it
     * @throws InputFileException if a file is missing or damaged
     */
    static Path verified(Path model) throws IOException {
        VariablesFile file = new VariablesFile(model);
        if (!Files.exists(file.index)) {
            throw new InputFileException(model, "its variables are missing: there is no variables/" + INDEX);
        }
        file.verify();
        return file.folder.resolve("variables");
    }

    private void verify() throws IOException {
        InputFileException.requireReadable(index);
        Limit.INDEX_BYTES.check(index, Files.size(index), "bytes");
        byte[] bytes = Files.readAllBytes(index);
        IndexTable table = new IndexTable(index, bytes);
        try {
            table.forEach((key, value) -> {
                if (!hasHeader) {
                    readHeader(table, key, value);
                } else {
                    verify(table, IndexTable.text(key), parsed(table, BundleEntryProto.parser(), value));
                }
            });
        } catch (InputFileException damaged) {
            throw FileKind.of(index).insteadOf("an index of variables")
                    .map(kind -> new InputFileException(index, kind, damaged)).orElse(damaged);
        }
        if (!hasHeader) {
            throw table.damaged("it has no entries");
        }
    }

    private void readHeader(IndexTable table, byte[] key, ByteBuffer value) throws InputFileException {
        BundleHeaderProto header = parsed(table, BundleHeaderProto.parser(), value);
        if (key.length > 0 || header.getNumShards() < 1 || header.getNumShards() > MOST_SHARDS) {
            throw table.damaged("its first entry does not describe 1 to 10,000 data files");
        }
        if (header.getEndianness() != BundleHeaderProto.Endianness.LITTLE) {
            throw new InputFileException(index, "holds numbers of the other byte order (big-endian)");
        }
        shardSizes = new long[header.getNumShards()];
        Arrays.fill(shardSizes, -1);
        taken = new long[header.getNumShards()];
        hasHeader = true;
    }

    private static <M extends MessageLite> M parsed(IndexTable table, Parser<M> parser, ByteBuffer value)
            throws InputFileException {
        try {
            return parser.parseFrom(value);
        } catch (InvalidProtocolBufferException malformed) {
            throw table.damaged("an entry is malformed: " + malformed.getMessage());
        }
    }

    private void verify(IndexTable table, String name, BundleEntryProto entry) throws InputFileException {
        long elements = elements(table, name, entry.getShape());
        if (entry.getSlicesCount() > 0) {
            for (TensorSliceProto slice : entry.getSlicesList()) {
                verify(table, name, entry.getShape(), slice);
            }
            return; // the slices are entries of their own
        }
        int shard = entry.getShardId();
        if (shard < 0 || shard >= shardSizes.length) {
            throw table.damaged(name + " is in data file " + shard + " of " + shardSizes.length);
        }
        long size = size(shard);
        if (entry.getOffset() < 0 || entry.getSize() < 0 || entry.getOffset() > size
                || entry.getSize() > size - entry.getOffset()) {
            throw table.damaged(name + " takes " + entry.getSize() + " bytes from byte " + entry.getOffset()
                    + " on of a data file of " + size + " bytes");
        }
        taken[shard] += entry.getSize();
        if (taken[shard] > size) { // each is read: many entries of the same bytes would take unbounded time
            throw table.damaged("its variables overlap: they take more than the " + size + " bytes of data file "
                    + shard);
        }
        if (entry.getDtype() == DataType.DT_STRING) {
            verifyStrings(table, name, entry, elements);
            return;
        }
        int width = width(entry.getDtype());
        if (width == 0) {
            throw table.damaged(name + " has the type " + entry.getDtype() + " (" + entry.getDtypeValue()
                    + "), which is not of numbers");
        }
        if (elements > Long.MAX_VALUE / width || elements * width != entry.getSize()) {
            throw table.damaged(name + " has " + elements + " numbers of " + width + " bytes, but takes "
                    + entry.getSize() + " bytes");
        }
        verifyNumbers(name, entry);
    }

    private void verifyNumbers(String name, BundleEntryProto entry) throws InputFileException {
        Path data = shard(entry.getShardId());
        CRC32C sum = new CRC32C();
        long end = entry.getOffset() + entry.getSize();
        ByteBuffer part = ByteBuffer.allocate((int) Math.min(PART_BYTES, entry.getSize()));
        try (FileChannel channel = FileChannel.open(data)) {
            for (long at = entry.getOffset(); at < end; at += part.limit()) {
                part.clear().limit((int) Math.min(part.capacity(), end - at));
                FileRegion.require(part, channel, at);
                sum.update(part.flip());
            }
        } catch (IOException unreadable) {
            throw InputFileException.of(data, unreadable);
        }
        if (IndexTable.masked((int) sum.getValue()) != entry.getCrc32C()) {
            throw new InputFileException(data, "is damaged: the checksum of " + name + " is wrong");
        }
    }

    private static long elements(IndexTable table, String name, TensorShapeProto shape) throws InputFileException {
        long elements = 1;
        boolean isEmpty = false;
        for (TensorShapeProto.Dim dimension : shape.getDimList()) {
            long extent = dimension.getSize();
            if (extent < 0 || (extent > 0 && elements > Long.MAX_VALUE / extent)) {
                throw table.damaged(name + " has an impossible shape");
            }
            isEmpty |= extent == 0;
            elements *= Math.max(1, extent);
        }
        if (shape.getUnknownRank() || shape.getDimCount() > 254) {
            throw table.damaged(name + " has an impossible shape");
        }
        return isEmpty ? 0 : elements;
    }

    private static void verify(IndexTable table, String name, TensorShapeProto shape, TensorSliceProto slice)
            throws InputFileException {
        boolean fits = slice.getExtentCount() == shape.getDimCount();
        for (int k = 0; fits && k < slice.getExtentCount(); k++) {
            TensorSliceProto.Extent extent = slice.getExtent(k);
            long most = shape.getDim(k).getSize();
            long length = extent.hasLength() ? extent.getLength() : most - extent.getStart();
            fits = extent.getStart() >= 0 && length >= 0 && extent.getStart() <= most
                    && length <= most - extent.getStart();
        }
        if (!fits) {
            throw table.damaged(name + " has a slice that is not inside its shape");
        }
    }

    /** The lengths of the strings, the checksum of the lengths, the strings. */
    private void verifyStrings(IndexTable table, String name, BundleEntryProto entry, long elements)
            throws InputFileException {
        long size = entry.getSize();
        if (size < Integer.BYTES || elements > Math.min(MOST_TEXTS, size - Integer.BYTES)) {
            throw table.damaged(name + " has " + elements + " texts in " + size + " bytes");
        }
        Path data = shard(entry.getShardId());
        ByteBuffer head = ByteBuffer.allocate((int) Math.min(size, 10 * elements + Integer.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(data)) {
            FileRegion.fill(head, channel, entry.getOffset());
        } catch (IOException unreadable) {
            throw InputFileException.of(data, unreadable);
        }
        head.flip();
        CRC32C sum = new CRC32C();
        long left = size - Integer.BYTES;
        for (long k = 0; k < elements; k++) {
            int start = head.position();
            long length = table.number(head, "data file");
            left -= head.position() - start + Math.max(0, length);
            if (length < 0 || left < 0) {
                throw table.damaged(name + " has texts longer than its " + size + " bytes");
            }
            byte[] widened = length <= 0xffffffffL
                    ? ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt((int) length).array()
                    : ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
            sum.update(widened);
        }
        if (left != 0 || head.remaining() < Integer.BYTES || head.getInt() != IndexTable.masked((int) sum.getValue())) {
            throw table
                    .damaged("the texts of " + name + " do not fill their " + size + " bytes with the right checksum");
        }
    }

    private long size(int shard) throws InputFileException {
        if (shardSizes[shard] < 0) {
            Path data = shard(shard);
            InputFileException.requireReadable(data);
            try {
                shardSizes[shard] = Files.size(data);
            } catch (IOException unreadable) {
                throw InputFileException.of(data, unreadable);
            }
        }
        return shardSizes[shard];
    }

    private Path shard(int shard) {
        return folder.resolve(String.format("variables.data-%05d-of-%05d", shard, shardSizes.length));
    }

    /** Bytes of a number; 0 for types that are no numbers. */
    private static int width(DataType type) {
        return switch (type) {
            case DT_BOOL, DT_INT8, DT_UINT8, DT_QINT8, DT_QUINT8, DT_FLOAT8_E5M2, DT_FLOAT8_E4M3FN -> 1;
            case DT_HALF, DT_BFLOAT16, DT_INT16, DT_UINT16, DT_QINT16, DT_QUINT16 -> 2;
            case DT_FLOAT, DT_INT32, DT_UINT32, DT_QINT32 -> 4;
            case DT_DOUBLE, DT_INT64, DT_UINT64, DT_COMPLEX64 -> 8;
            case DT_COMPLEX128 -> 16;
            default -> 0;
        };
    }
}
