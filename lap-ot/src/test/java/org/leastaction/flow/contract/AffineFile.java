package org.leastaction.flow.contract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.StringJoiner;
import org.leastaction.io.AtomicFiles;

/**
 * An {@link AffineNetwork} as a folder with one text file of words.
 *
 * <p>Numbers are printed with enough digits to restore the same bits; the last word marks the file as complete.
 */
final class AffineFile {

    static final String NAME = "affine-flow.txt";
    private static final String HEADER = "affine-flow-1";
    private static final String END = "end";

    private AffineFile() {}

    static void write(AffineNetwork network, Path folder) throws IOException {
        StringJoiner words = new StringJoiner("\n", "", "\n");
        words.add(HEADER);
        write(words, network.encoder());
        write(words, network.decoder());
        words.add(Integer.toString(network.segments().size()));
        for (List<AffineBlock> segment : network.segments()) {
            words.add(Integer.toString(segment.size()));
            for (AffineBlock block : segment) {
                write(words, block.projection());
                write(words, block.residue());
            }
        }
        write(words, network.classifier());
        words.add(END);
        AtomicFiles.writeFolder(folder, NAME,
                unfinished -> Files.writeString(unfinished.resolve(NAME), words.toString()));
    }

    static AffineNetwork read(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            throw new IOException(folder + " is no affine flow: it has no file " + NAME);
        }
        // Latin-1 has a character for every byte: other content becomes a wrong word, not a decoding error.
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Iterator<String> words = Arrays.asList(text.trim().split("\\s+")).iterator();
        try {
            expect(words, HEADER);
            AffineMap encoder = readMap(words);
            Optional<AffineMap> decoder = readOptional(words);
            List<List<AffineBlock>> segments = new ArrayList<>();
            for (int count = readCount(words); segments.size() < count;) {
                List<AffineBlock> blocks = new ArrayList<>();
                for (int size = readCount(words); blocks.size() < size;) {
                    blocks.add(new AffineBlock(readOptional(words), readMap(words)));
                }
                segments.add(blocks);
            }
            AffineNetwork network = new AffineNetwork(encoder, decoder, segments, readMap(words));
            expect(words, END);
            return network;
        } catch (NoSuchElementException truncated) {
            throw new IOException(file + " is truncated: a whole one ends with '" + END + "'", truncated);
        } catch (IllegalArgumentException malformed) {
            throw new IOException(file + " is no affine flow: " + malformed.getMessage(), malformed);
        }
    }

    private static void write(StringJoiner words, Optional<AffineMap> map) {
        words.add(map.isPresent() ? "map" : "none");
        map.ifPresent(present -> write(words, present));
    }

    private static void write(StringJoiner words, AffineMap map) {
        words.add(map.outputDimension() + " " + map.inputDimension());
        for (double[] row : map.matrix()) {
            words.add(numbers(row));
        }
        words.add(numbers(map.offset()));
    }

    private static String numbers(double[] row) {
        StringJoiner joined = new StringJoiner(" ");
        for (double number : row) {
            joined.add(Double.toString(number));
        }
        return joined.toString();
    }

    private static Optional<AffineMap> readOptional(Iterator<String> words) {
        String word = words.next();
        if (word.equals("none")) {
            return Optional.empty();
        }
        if (word.equals("map")) {
            return Optional.of(readMap(words));
        }
        throw new IllegalArgumentException("'" + word + "' stands where 'map' or 'none' should");
    }

    private static AffineMap readMap(Iterator<String> words) {
        double[][] matrix = new double[readCount(words)][readCount(words)];
        for (double[] row : matrix) {
            readNumbers(words, row);
        }
        double[] offset = new double[matrix.length];
        readNumbers(words, offset);
        return AffineMap.of(matrix, offset);
    }

    private static void readNumbers(Iterator<String> words, double[] row) {
        for (int i = 0; i < row.length; i++) {
            row[i] = Double.parseDouble(words.next());
        }
    }

    private static int readCount(Iterator<String> words) {
        int count = Integer.parseInt(words.next());
        if (count < 1 || count > 10_000) {
            throw new IllegalArgumentException("the size " + count + " is not in [1, 10000]");
        }
        return count;
    }

    private static void expect(Iterator<String> words, String expected) {
        String word = words.next();
        if (!word.equals(expected)) {
            throw new IllegalArgumentException("'" + word + "' stands where '" + expected + "' should");
        }
    }
}
