//! Exceptions: layout and classes.

pub mod groups;
pub mod methods;
pub mod print;
pub mod suggest;
pub mod traceback;

use gilscope_heap::{Kind, Value};

use crate::native::{GetSetDef, NativeDef, TypeDef, TypeFlags};
use crate::types::class;
use crate::{Cx, Res};

pub use traceback::{add as add_traceback, of as traceback};

/// Payload words of every exception.
pub const DICT: usize = 0;
pub const ARGS: usize = 1;
pub const CAUSE: usize = 2;
pub const CONTEXT: usize = 3;
pub const TRACEBACK: usize = 4;
/// `__suppress_context__`
pub const SUPPRESS: usize = 5;
/// Words that some classes use: StopIteration.value and SystemExit.code in EXTRA; NameError.name, and
/// AttributeError's and ImportError's name in EXTRA, obj / path in EXTRA + 1, msg in EXTRA + 2; SyntaxError's msg,
/// filename, lineno, offset, text, end_lineno, end_offset, print_file_and_line from EXTRA on, and what a traceback shows
/// instead; OSError's errno, strerror, filename; exception groups' message and tuple of exceptions; Unicode errors' five.
pub const EXTRA: usize = 6;
pub const WORDS: usize = EXTRA + 9;

macro_rules! exceptions {
    ($($id:ident $name:literal $base:ident $methods:expr, $getset:expr;)*) => {
        $(pub static $id: TypeDef = TypeDef::new($name, Kind::Exception, WORDS as u8, $methods)
            .base(&$base)
            .flags(FLAGS)
            .getset($getset);)*

        pub static TYPES: &[&TypeDef] = &[&BASE_EXCEPTION, $(&$id,)* &EXCEPTION_GROUP, &traceback::TYPE];
    };
}

const FLAGS: TypeFlags = TypeFlags::BASE.or(TypeFlags::EXCEPTION);

const M: &[NativeDef] = &[];
const G: &[GetSetDef] = &[];

pub static BASE_EXCEPTION: TypeDef = TypeDef::new("BaseException", Kind::Exception, WORDS as u8, methods::BASE)
    .flags(FLAGS)
    .getset(methods::BASE_GETSET);

pub static EXCEPTION_GROUP: TypeDef = TypeDef::new("ExceptionGroup", Kind::Exception, WORDS as u8, M)
    .base(&BASE_EXCEPTION_GROUP)
    .and_base(&EXCEPTION)
    .flags(FLAGS);

exceptions! {
    BASE_EXCEPTION_GROUP "BaseExceptionGroup" BASE_EXCEPTION groups::METHODS, groups::GETSET;
    GENERATOR_EXIT "GeneratorExit" BASE_EXCEPTION M, G;
    KEYBOARD_INTERRUPT "KeyboardInterrupt" BASE_EXCEPTION M, G;
    SYSTEM_EXIT "SystemExit" BASE_EXCEPTION methods::SYSTEM_EXIT, methods::SYSTEM_EXIT_GETSET;
    EXCEPTION "Exception" BASE_EXCEPTION M, G;
    ARITHMETIC_ERROR "ArithmeticError" EXCEPTION M, G;
    FLOATING_POINT_ERROR "FloatingPointError" ARITHMETIC_ERROR M, G;
    OVERFLOW_ERROR "OverflowError" ARITHMETIC_ERROR M, G;
    ZERO_DIVISION_ERROR "ZeroDivisionError" ARITHMETIC_ERROR M, G;
    ASSERTION_ERROR "AssertionError" EXCEPTION M, G;
    ATTRIBUTE_ERROR "AttributeError" EXCEPTION methods::ATTRIBUTE_ERROR, methods::ATTRIBUTE_ERROR_GETSET;
    BUFFER_ERROR "BufferError" EXCEPTION M, G;
    EOF_ERROR "EOFError" EXCEPTION M, G;
    IMPORT_ERROR "ImportError" EXCEPTION methods::IMPORT_ERROR, methods::IMPORT_ERROR_GETSET;
    MODULE_NOT_FOUND_ERROR "ModuleNotFoundError" IMPORT_ERROR M, G;
    LOOKUP_ERROR "LookupError" EXCEPTION M, G;
    INDEX_ERROR "IndexError" LOOKUP_ERROR M, G;
    KEY_ERROR "KeyError" LOOKUP_ERROR methods::KEY_ERROR, G;
    MEMORY_ERROR "MemoryError" EXCEPTION M, G;
    NAME_ERROR "NameError" EXCEPTION methods::NAME_ERROR, methods::NAME_ERROR_GETSET;
    UNBOUND_LOCAL_ERROR "UnboundLocalError" NAME_ERROR M, G;
    OS_ERROR "OSError" EXCEPTION methods::OS_ERROR, methods::OS_ERROR_GETSET;
    BLOCKING_IO_ERROR "BlockingIOError" OS_ERROR M, G;
    CHILD_PROCESS_ERROR "ChildProcessError" OS_ERROR M, G;
    CONNECTION_ERROR "ConnectionError" OS_ERROR M, G;
    BROKEN_PIPE_ERROR "BrokenPipeError" CONNECTION_ERROR M, G;
    CONNECTION_ABORTED_ERROR "ConnectionAbortedError" CONNECTION_ERROR M, G;
    CONNECTION_REFUSED_ERROR "ConnectionRefusedError" CONNECTION_ERROR M, G;
    CONNECTION_RESET_ERROR "ConnectionResetError" CONNECTION_ERROR M, G;
    FILE_EXISTS_ERROR "FileExistsError" OS_ERROR M, G;
    FILE_NOT_FOUND_ERROR "FileNotFoundError" OS_ERROR M, G;
    INTERRUPTED_ERROR "InterruptedError" OS_ERROR M, G;
    IS_A_DIRECTORY_ERROR "IsADirectoryError" OS_ERROR M, G;
    NOT_A_DIRECTORY_ERROR "NotADirectoryError" OS_ERROR M, G;
    PERMISSION_ERROR "PermissionError" OS_ERROR M, G;
    PROCESS_LOOKUP_ERROR "ProcessLookupError" OS_ERROR M, G;
    TIMEOUT_ERROR "TimeoutError" OS_ERROR M, G;
    REFERENCE_ERROR "ReferenceError" EXCEPTION M, G;
    RUNTIME_ERROR "RuntimeError" EXCEPTION M, G;
    NOT_IMPLEMENTED_ERROR "NotImplementedError" RUNTIME_ERROR M, G;
    PYTHON_FINALIZATION_ERROR "PythonFinalizationError" RUNTIME_ERROR M, G;
    RECURSION_ERROR "RecursionError" RUNTIME_ERROR M, G;
    STOP_ASYNC_ITERATION "StopAsyncIteration" EXCEPTION M, G;
    STOP_ITERATION "StopIteration" EXCEPTION methods::STOP_ITERATION, methods::STOP_ITERATION_GETSET;
    SYNTAX_ERROR "SyntaxError" EXCEPTION methods::SYNTAX_ERROR, methods::SYNTAX_ERROR_GETSET;
    INDENTATION_ERROR "IndentationError" SYNTAX_ERROR M, G;
    TAB_ERROR "TabError" INDENTATION_ERROR M, G;
    SYSTEM_ERROR "SystemError" EXCEPTION M, G;
    TYPE_ERROR "TypeError" EXCEPTION M, G;
    VALUE_ERROR "ValueError" EXCEPTION M, G;
    UNICODE_ERROR "UnicodeError" VALUE_ERROR M, G;
    UNICODE_DECODE_ERROR "UnicodeDecodeError" UNICODE_ERROR methods::UNICODE_DECODE_ERROR, methods::UNICODE_GETSET;
    UNICODE_ENCODE_ERROR "UnicodeEncodeError" UNICODE_ERROR methods::UNICODE_ENCODE_ERROR, methods::UNICODE_ENCODE_GETSET;
    UNICODE_TRANSLATE_ERROR "UnicodeTranslateError" UNICODE_ERROR M, G;
    WARNING "Warning" EXCEPTION M, G;
    BYTES_WARNING "BytesWarning" WARNING M, G;
    DEPRECATION_WARNING "DeprecationWarning" WARNING M, G;
    ENCODING_WARNING "EncodingWarning" WARNING M, G;
    FUTURE_WARNING "FutureWarning" WARNING M, G;
    IMPORT_WARNING "ImportWarning" WARNING M, G;
    PENDING_DEPRECATION_WARNING "PendingDeprecationWarning" WARNING M, G;
    RESOURCE_WARNING "ResourceWarning" WARNING M, G;
    RUNTIME_WARNING "RuntimeWarning" WARNING M, G;
    SYNTAX_WARNING "SyntaxWarning" WARNING M, G;
    UNICODE_WARNING "UnicodeWarning" WARNING M, G;
    USER_WARNING "UserWarning" WARNING M, G;
}

/// An instance of the built-in exception class `class` (or of one derived from it), without running `__init__`. Does
/// not call Python.
pub fn new(cx: &mut Cx<'_>, class: Value, args: Value) -> Res {
    let o = cx.alloc(Kind::Exception, class, class::instance_words(class.obj()).max(WORDS))?;
    o.init(ARGS, args);
    o.init(SUPPRESS, Value::FALSE);
    if class::flags(class.obj()).has(TypeFlags::HEAP) {
        o.add_flag(gilscope_heap::flag::SUBCLASS);
    }
    methods::init_extra(cx, o);
    Ok(o.into())
}

/// Sets `__context__` of an exception that is raised while `handled` is being handled, unless that would make a ring.
pub fn set_context(exc: Value, handled: Value) {
    if handled.is_null() || handled == exc {
        return;
    }
    // A later link back to `exc` is cut, as CPython does.
    let mut at = handled.obj();
    while let Some(next) = at.get(CONTEXT).as_obj() {
        if Value::from(next) == exc {
            at.set(CONTEXT, Value::NULL);
            break;
        }
        at = next;
    }
    exc.obj().set(CONTEXT, handled);
}

/// Sets `name` and `obj` of a NameError or AttributeError.
pub fn set_name_obj(exc: Value, name: Value, obj: Value) {
    exc.obj().set(EXTRA, name);
    exc.obj().set(EXTRA + 1, obj);
}
