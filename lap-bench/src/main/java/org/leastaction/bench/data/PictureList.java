package org.leastaction.bench.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.data.DataRequest.Numbering;
import org.leastaction.bench.data.PictureFiles.LabelledFile;
import org.leastaction.bench.data.model.ClassNames;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Messages;

/**
 * A list of pictures and their classes: a CSV file with a header, or a file of JSON lines. Its fields are {@code path},
 * relative to the list's folder; {@code label}, a class's number or name; and {@code split}, {@code train} or {@code
 * test}. Without a split, all pictures are test pictures. Names of classes are numbered as in a given file of class
 * names, otherwise in alphabetical order.
 */
record PictureList(Path path) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "path";
    private static final String LABEL = "label";
    private static final String SPLIT = "split";
    private static final String TRAIN = "train";
    private static final String TEST = "test";

    /** Whether a path is a file whose name ends as one of a list. */
    static boolean isOne(Path path) {
        return Files.isRegularFile(path) && (isLines(path) || ends(path, ".csv"));
    }

    private static boolean isLines(Path path) {
        return ends(path, ".jsonl");
    }

    private static boolean ends(Path path, String ending) {
        return path.toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    /**
     * The listed files.
     *
     * @param request decides how the classes are numbered
     * @throws InputFileException if the list cannot be read or lacks a field; the message names the line
     */
    PictureFiles files(DataRequest request) throws InputFileException {
        InputFileException.requireReadable(path);
        List<Entry> entries = isLines(path) ? ofJsonLines() : ofCsv();
        if (entries.isEmpty()) {
            throw new InputFileException(path, "lists no picture");
        }
        boolean numbered = entries.stream().allMatch(entry -> entry.label().matches("\\d{1,9}"));
        Numbering chosen = numbered ? request.numbering(List.of())
                : request.numbering(entries.stream().map(Entry::label).distinct().toList());
        Optional<ClassNames> names = chosen.names();
        ClassNames classes = names.orElse(ClassNames.of(numbered
                ? numbers(entries) : entries.stream().map(Entry::label).distinct().sorted().toList()));
        Map<String, Integer> numbers = classes.numbers();
        List<LabelledFile> train = new ArrayList<>();
        List<LabelledFile> test = new ArrayList<>();
        for (Entry entry : entries) {
            Integer label = numbered ? Integer.valueOf(entry.label()) : numbers.get(entry.label());
            if (label == null || label == ClassNames.SEVERAL) {
                throw entry.refused(path, "has the label '" + entry.label() + "', which "
                        + (label == null ? chosen.source() + " lacks" : "several classes have in " + chosen.source()
                                + "; use the class's number"));
            }
            if (label >= classes.names().size()) {
                throw entry.refused(path,
                        "has the label " + label + ", and there are " + classes.names().size() + " classes");
            }
            (entry.split().equals(TRAIN) ? train : test).add(new LabelledFile(entry.file(path), label));
        }
        if (classes.names().size() < 2) {
            throw new InputFileException(path, "lists pictures of one class, and at least 2 are needed");
        }
        if (test.isEmpty() || (request.purpose().needsTraining() && train.isEmpty())) {
            throw new InputFileException(path, "lists no picture with the split '" + (test.isEmpty() ? TEST : TRAIN)
                    + "'; the field 'split' says 'train' or 'test'");
        }
        return new PictureFiles(train, test, classes, chosen.remarks());
    }

    private List<String> numbers(List<Entry> entries) throws InputFileException {
        List<String> numbers = new ArrayList<>();
        for (Entry entry : entries) {
            int label = Integer.parseInt(entry.label());
            if (label >= ClassNames.MOST) {
                throw entry.refused(path, "has the label " + label + "; labels number the classes from 0, of at most "
                        + ClassNames.MOST);
            }
            while (numbers.size() <= label) {
                numbers.add(Integer.toString(numbers.size()));
            }
        }
        return numbers;
    }

    private List<Entry> ofCsv() throws InputFileException {
        List<Entry> entries = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(path)) {
            for (NamedCsvRecord record : reader) {
                long line = record.getStartingLineNumber();
                entries.add(entry(line, record.findField(PATH).orElse(null), record.findField(LABEL).orElse(null),
                        record.findField(SPLIT).orElse(TEST)));
            }
            return entries;
        } catch (CsvParseException | UncheckedIOException malformed) {
            throw new InputFileException(path, "is not a CSV file: " + Messages.of(malformed), malformed);
        } catch (IOException failure) {
            throw InputFileException.of(path, failure);
        }
    }

    private List<Entry> ofJsonLines() throws InputFileException {
        List<Entry> entries = new ArrayList<>();
        long number = 0;
        try (BufferedReader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.isBlank()) {
                    JsonNode json = JSON.readTree(number == 1 ? line.replaceFirst("^\\uFEFF", "") : line);
                    entries.add(entry(number, text(json.get(PATH)), text(json.get(LABEL)),
                            json.path(SPLIT).asText(TEST)));
                }
            }
            return entries;
        } catch (InputFileException refused) {
            throw refused;
        } catch (JsonProcessingException | MalformedInputException malformed) {
            throw new InputFileException(path, "line " + number + " is not a JSON object: "
                    + Messages.of(malformed), malformed);
        } catch (IOException failure) {
            throw InputFileException.of(path, failure);
        }
    }

    private static @Nullable String text(@Nullable JsonNode field) {
        return field == null || !field.isValueNode() || field.isNull() ? null : field.asText();
    }

    private Entry entry(long line, @Nullable String file, @Nullable String label, String split)
            throws InputFileException {
        if (file == null || file.isBlank() || label == null || label.isBlank()) {
            throw new InputFileException(path, "line " + line + " has no "
                    + (file == null || file.isBlank() ? PATH : LABEL)
                    + "; a list has the fields 'path' and 'label', which a CSV file names in its first line");
        }
        if (!split.equals(TRAIN) && !split.equals(TEST)) {
            throw new InputFileException(path, "line " + line + " has the split '" + split
                    + "'; 'train' and 'test' are right");
        }
        return new Entry(line, file.strip(), label.strip(), split);
    }

    /** A line of the list. */
    private record Entry(long line, String name, String label, String split) {

        Path file(Path list) throws InputFileException {
            try {
                return list.resolveSibling(name);
            } catch (InvalidPathException noPath) {
                throw refused(list, "has an invalid path: " + noPath.getReason());
            }
        }

        InputFileException refused(Path list, String problem) {
            return new InputFileException(list, "line " + line + " " + problem);
        }
    }
}
