package org.leastaction.bench.data.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Limit;

/**
 * The names of classes in numeric order, from a file. A file of text has one name a line. If every line begins with a
 * WordNet synset, as in {@code n01440764 tench, Tinca tinca}, the synsets are the names of the classes' folders. A JSON
 * file has a list of names, or an object from numbers to names, as {@code id2label} in the {@code config.json} of model
 * hubs; instead of a name, a list of a folder's name and the class's name is allowed: {@code {"0": ["n01440764",
 * "tench"]}}.
 *
 * @param names   in words
 * @param folders names of the classes' folders; equal to {@code names} unless the file has both
 */
public record ClassNames(List<String> names, List<String> folders) {

    /** Stands for a class whose name is not unique. */
    public static final int SEVERAL = -1;
    /** Maximum number of classes: larger values are not labels but some other quantity. */
    public static final int MOST = 1 << 16;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SYNSET = Pattern.compile("(n\\d{8})[\\s,:]+(.*\\S)\\s*");

    public ClassNames {
        names = List.copyOf(names);
        folders = List.copyOf(folders);
    }

    /** Classes whose folders have their names. */
    public static ClassNames of(List<String> names) {
        return new ClassNames(names, names);
    }

    /** Whether the names are those of classes: numbers in their order say nothing. */
    public boolean areWords() {
        return !IntStream.range(0, names.size()).allMatch(label -> names.get(label).matches("0*" + label));
    }

    /** The first class that has neither its name nor its folder's name in common with that of another list. */
    public OptionalInt firstUnlike(ClassNames other) {
        return IntStream.range(0, Math.min(names.size(), other.names.size()))
                .filter(label -> !isAlike(label, other)).findFirst();
    }

    /**
     * The first class whose name is that of another class in another list: the orders differ. Names of several classes
     * do not count.
     */
    public OptionalInt firstMoved(ClassNames other) {
        Map<String, Integer> own = numbers();
        Map<String, Integer> numbers = other.numbers();
        return IntStream.range(0, Math.min(names.size(), other.names.size()))
                .filter(label -> !isAlike(label, other) && both(label).stream()
                        .anyMatch(name -> own.getOrDefault(name, SEVERAL) == label
                                && numbers.getOrDefault(name, SEVERAL) != SEVERAL))
                .findFirst();
    }

    private boolean isAlike(int label, ClassNames other) {
        return both(label).stream().anyMatch(own -> other.both(label).stream().anyMatch(own::equalsIgnoreCase));
    }

    private List<String> both(int label) {
        return List.of(names.get(label), folders.get(label));
    }

    /**
     * Reads a file.
     *
     * @throws InputFileException if the file cannot be read, has another form, lacks a name, or names fewer
     *                            than 2 classes
     */
    public static ClassNames read(Path file) throws InputFileException {
        InputFileException.requireReadable(file);
        return InputFileException.reading(file, () -> {
            Limit.DESCRIPTION_BYTES.check(file, Files.size(file), "bytes");
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .replaceFirst("^\\uFEFF", "").strip();
            ClassNames read = text.startsWith("{") || text.startsWith("[")
                    ? ofJson(file, JSON.readTree(text)) : ofLines(file, text.lines().map(String::strip).toList());
            if (read.names.size() < 2) {
                throw new InputFileException(file, "names " + read.names.size() + " classes; at least 2 are needed");
            }
            return read;
        });
    }

    private static ClassNames ofLines(Path file, List<String> lines) throws InputFileException {
        if (lines.contains("")) {
            throw new InputFileException(file, "line " + (lines.indexOf("") + 1) + " is blank; every line must be the"
                    + " name of a class");
        }
        List<Matcher> synsets = lines.stream().map(SYNSET::matcher).filter(Matcher::matches).toList();
        return synsets.size() < lines.size()
                ? new ClassNames(lines, lines)
                : new ClassNames(synsets.stream().map(line -> line.group(2)).toList(),
                        synsets.stream().map(line -> line.group(1)).toList());
    }

    /**
     * The classes by the names of their folders and by their names; a folder's name comes first. A name that several
     * classes have is {@link #SEVERAL}. Case matters only if some names differ in nothing else.
     */
    public Map<String, Integer> numbers() {
        Map<String, Integer> numbers = byName(Stream.concat(folders.stream(), names.stream()).toList());
        numbers.putAll(numbers(folders));
        numbers(names).forEach(numbers::putIfAbsent);
        return numbers;
    }

    /** The same for classes that have one name each. */
    public static Map<String, Integer> numbers(List<String> names) {
        Map<String, Integer> numbers = byName(names);
        for (int label = 0; label < names.size(); label++) {
            numbers.merge(names.get(label), label, (first, second) -> SEVERAL);
        }
        return numbers;
    }

    /** An empty map that ignores case, unless that would make different names equal. */
    private static Map<String, Integer> byName(List<String> names) {
        Set<String> withoutCase = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        withoutCase.addAll(names);
        return withoutCase.size() < new HashSet<>(names).size()
                ? new HashMap<>() : new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }

    private static ClassNames ofJson(Path file, JsonNode json) throws InputFileException {
        JsonNode classes = json.path("id2label").isObject() ? json.path("id2label") : json;
        List<String> names = new ArrayList<>();
        List<String> folders = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            JsonNode entry = classes.isArray() ? classes.path(label) : classes.path(Integer.toString(label));
            boolean pair = entry.isArray() && entry.size() == 2;
            JsonNode name = pair ? entry.path(1) : entry;
            JsonNode folder = pair ? entry.path(0) : entry;
            if (name.asText().isBlank() || !name.isTextual() || folder.asText().isBlank() || !folder.isTextual()) {
                throw new InputFileException(file, "has no name of class " + label
                        + "; a list of names, or an object from numbers to names is needed: {\"0\": \"cat\", …}");
            }
            names.add(name.textValue());
            folders.add(folder.textValue());
        }
        return new ClassNames(names, folders);
    }
}
