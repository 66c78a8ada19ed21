//! The opcode table: one row for each of CPython 3.14's instructions that a compiler emits. Everything that is known
//! about an instruction without running it is read from here: names, help, operands, stack effects, `dis` offsets,
//! where CPython looks at its eval breaker.

use serde::{Deserialize, Serialize};

/// How an instruction's operand is to be read. The comments give the encoding exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    /// Takes none; `arg` is 0.
    None,
    /// Index in `consts`.
    Const,
    /// Index in `names`.
    Name,
    /// `LOAD_ATTR`: index in `names` is `arg >> 1`; bit 0 asks for method and self (or attribute and NULL).
    Attr,
    /// `LOAD_GLOBAL`: index in `names` is `arg >> 1`; bit 0 asks for a NULL after the value.
    Global,
    /// `LOAD_SUPER_ATTR`: index in `names` is `arg >> 2`; bit 0 asks for method and self, bit 1 says that `super`
    /// was written with two arguments.
    SuperAttr,
    /// Index in `locals`.
    Local,
    /// Two indices in `locals`: `arg >> 4`, then `arg & 15`. Both are below 16.
    LocalPair,
    /// Index in `locals` of a slot that holds a cell.
    Deref,
    /// A jump towards the end of the code; `arg` is the target's index in `instrs`.
    Forward,
    /// A jump towards the beginning of the code; `arg` is the target's index in `instrs`.
    Backward,
    /// [`CompareOp`] is `arg >> 5`; bit 4 (16) asks for a `bool`; the low four bits are CPython's mask of the
    /// outcomes that mean true (1 unordered, 2 less, 4 greater, 8 equal).
    Compare,
    /// [`BinaryOp`].
    Binary,
    /// 1 negates (`is not`, `not in`), 0 does not.
    Invert,
    /// [`Intrinsic1`].
    Intrinsic1,
    /// [`Intrinsic2`].
    Intrinsic2,
    /// [`CommonConstant`].
    Common,
    /// [`SpecialMethod`].
    Special,
    /// The `int` itself, 0 to 255.
    SmallInt,
    /// [`Conversion`].
    Convert,
    /// [`FunctionAttr`].
    FunctionAttr,
    /// A count of values on the stack, or whatever the instruction's own help says.
    Raw,
}

/// When the machine may look, in or after the instruction, whether another thread wants to run. A machine model selects
/// some of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Poll {
    /// At no time: CPython 3.9 dispatched what follows without a look, and later versions only look elsewhere.
    Never,
    /// At the entry of a function and where a generator goes on (`RESUME`).
    Entry,
    /// At a jump back to the head of a loop.
    BackEdge,
    /// After a call of something that is not a Python function.
    Call,
    /// Only where every ordinary instruction polls (CPython 3.2 to 3.9).
    Other,
}

/// What an instruction does with what other threads can see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// Nothing: it touches the frame alone.
    No,
    /// Reads it.
    Read,
    /// Writes it.
    Write,
    /// Can run any Python code (a call, an operator of a class of the program's own).
    Any,
}

/// All that is known of an opcode.
#[derive(Clone, Copy, Debug)]
pub struct OpInfo {
    pub op: Op,
    /// CPython's name, such as `LOAD_FAST`.
    pub name: &'static str,
    pub operand: Operand,
    /// The number of inline cache entries that follow it in CPython, two bytes each: `dis` counts them in offsets.
    pub caches: u8,
    pub poll: Poll,
    pub shared: Shared,
}

macro_rules! opcodes {
    ($($num:literal $variant:ident $name:literal $operand:ident ($arg:ident: $pops:expr => $pushes:expr) $caches:literal $poll:ident $shared:ident $help:literal;)*) => {
        /// An opcode, with CPython 3.14's number.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum Op {
            $(#[doc = concat!("`", $name, "`: ", $help)] $variant = $num,)*
        }

        /// Every opcode, by number.
        pub const OPCODES: &[OpInfo] = &[
            $(OpInfo { op: Op::$variant, name: $name, operand: Operand::$operand, caches: $caches, poll: Poll::$poll, shared: Shared::$shared },)*
        ];

        /// The rows of [`OPCODES`] by number.
        const ROWS: [u8; 256] = {
            let mut rows = [u8::MAX; 256];
            let mut i = 0;
            while i < OPCODES.len() {
                rows[OPCODES[i].op as usize] = i as u8;
                i += 1;
            }
            rows
        };

        /// Apart from [`OPCODES`], so that who shows them to nobody need not carry them.
        const HELP: &[&str] = &[$($help,)*];

        impl Op {
            /// The table's row.
            pub const fn info(self) -> &'static OpInfo {
                &OPCODES[ROWS[self as usize] as usize]
            }

            /// A sentence for learners.
            pub const fn help(self) -> &'static str {
                HELP[ROWS[self as usize] as usize]
            }

            /// The opcode with CPython's name `name`.
            pub fn from_name(name: &str) -> Option<Op> {
                match name {
                    $($name => Some(Op::$variant),)*
                    _ => None,
                }
            }

            /// The opcode with CPython's number `number`.
            pub const fn from_number(number: u8) -> Option<Op> {
                match number {
                    $($num => Some(Op::$variant),)*
                    _ => None,
                }
            }

            /// How many values the instruction takes from the operand stack.
            pub const fn pops(self, arg: u32) -> u32 {
                match self {
                    $(Op::$variant => { let $arg = arg; let _ = $arg; $pops })*
                }
            }

            /// How many values the instruction leaves on the operand stack in their place.
            pub const fn pushes(self, arg: u32) -> u32 {
                match self {
                    $(Op::$variant => { let $arg = arg; let _ = $arg; $pushes })*
                }
            }
        }
    };
}

// number, variant, name, operand, stack (pops => pushes, as functions of the operand), inline caches, poll, shared, help
opcodes! {
    1 BinarySlice "BINARY_SLICE" None (a: 3 => 1) 0 Other Any
        "Takes a container, a start and a stop, and pushes container[start:stop].";
    2 BuildTemplate "BUILD_TEMPLATE" None (a: 2 => 1) 0 Other No
        "Takes a tuple of strings and a tuple of interpolations, and pushes the t-string made of them.";
    4 CallFunctionEx "CALL_FUNCTION_EX" None (a: 4 => 1) 0 Call Any
        "Calls f(*args, **kwargs). On the stack: the callable, self or NULL, the positional arguments as one iterable, the keyword arguments as a mapping or NULL.";
    5 CheckEgMatch "CHECK_EG_MATCH" None (a: 2 => 2) 0 Other Any
        "For except*: splits the exception group below by the type on top, and pushes the part that is left and the part that matches (None if nothing does).";
    6 CheckExcMatch "CHECK_EXC_MATCH" None (a: 2 => 2) 0 Other Any
        "For except: takes a type (or a tuple of types) and pushes whether the exception below is an instance of it.";
    7 CleanupThrow "CLEANUP_THROW" None (a: 3 => 2) 0 Other No
        "When an exception was thrown into a generator that waits in yield from or await: a StopIteration becomes its value (None and the value are pushed), another exception is raised again.";
    8 DeleteSubscr "DELETE_SUBSCR" None (a: 2 => 0) 0 Other Any
        "Takes a container and a key, and deletes container[key].";
    9 EndFor "END_FOR" None (a: 1 => 0) 0 Never No
        "Marks the end of a for loop. It is where FOR_ITER points to, and is jumped over when the iterator is exhausted.";
    10 EndSend "END_SEND" None (a: 2 => 1) 0 Never No
        "At the end of yield from or await: drops the finished iterator below the value.";
    12 FormatSimple "FORMAT_SIMPLE" None (a: 1 => 1) 0 Other Any
        "Turns the value on top into a string, as a replacement field {value} does.";
    13 FormatWithSpec "FORMAT_WITH_SPEC" None (a: 2 => 1) 0 Other Any
        "Takes a value and a format specification, and pushes the formatted string, as {value:spec} does.";
    14 GetAiter "GET_AITER" None (a: 1 => 1) 0 Other Any
        "Replaces the value on top by its asynchronous iterator (__aiter__).";
    15 GetAnext "GET_ANEXT" None (a: 1 => 2) 0 Other Any
        "Pushes an awaitable for the next item of the asynchronous iterator on top, which stays.";
    16 GetIter "GET_ITER" None (a: 1 => 1) 0 Other Any
        "Replaces the value on top by its iterator, as iter() does.";
    18 GetLen "GET_LEN" None (a: 1 => 2) 0 Other Any
        "Pushes the length of the value on top, which stays.";
    19 GetYieldFromIter "GET_YIELD_FROM_ITER" None (a: 1 => 1) 0 Other Any
        "Replaces the value on top by its iterator, unless it is a generator already.";
    21 LoadBuildClass "LOAD_BUILD_CLASS" None (a: 0 => 1) 0 Other Read
        "Pushes the builtin function that makes classes.";
    22 LoadLocals "LOAD_LOCALS" None (a: 0 => 1) 0 Other Read
        "Pushes the namespace in which the body of a class runs.";
    23 MakeFunction "MAKE_FUNCTION" None (a: 1 => 1) 0 Other No
        "Replaces the code object on top by a new function.";
    24 MatchKeys "MATCH_KEYS" None (a: 2 => 3) 0 Other Any
        "With a mapping and a tuple of keys on the stack, pushes the tuple of their values, or None if a key is missing.";
    25 MatchMapping "MATCH_MAPPING" None (a: 1 => 2) 0 Other No
        "Pushes whether the value on top is a mapping.";
    26 MatchSequence "MATCH_SEQUENCE" None (a: 1 => 2) 0 Other No
        "Pushes whether the value on top is a sequence that patterns may take apart (no string, no bytes).";
    27 Nop "NOP" None (a: 0 => 0) 0 Never No
        "Does nothing. It is there so that a line without code of its own can be seen when stepping.";
    28 NotTaken "NOT_TAKEN" None (a: 0 => 0) 0 Never No
        "Does nothing. It marks the way on after a conditional jump that is not taken.";
    29 PopExcept "POP_EXCEPT" None (a: 1 => 0) 0 Never No
        "Leaves an exception handler: the exception handled before it becomes the current one again.";
    30 PopIter "POP_ITER" None (a: 1 => 0) 0 Never No
        "Drops the iterator when its loop has ended.";
    31 PopTop "POP_TOP" None (a: 1 => 0) 0 Never No
        "Drops the value on top of the stack.";
    32 PushExcInfo "PUSH_EXC_INFO" None (a: 1 => 2) 0 Never No
        "Enters an exception handler: the exception on top becomes the current one, the one handled before it is kept below.";
    33 PushNull "PUSH_NULL" None (a: 0 => 1) 0 Never No
        "Pushes NULL, which stands for a self that is absent in a call.";
    34 ReturnGenerator "RETURN_GENERATOR" None (a: 0 => 1) 0 Other No
        "Makes a generator (or coroutine) of this call and returns it to the caller. When it is started it goes on here, with a value on the stack.";
    35 ReturnValue "RETURN_VALUE" None (a: 1 => 1) 0 Other No
        "Returns the value on top to the caller.";
    36 SetupAnnotations "SETUP_ANNOTATIONS" None (a: 0 => 0) 0 Other Write
        "Makes the dict __annotations__ in the current namespace unless it is there.";
    37 StoreSlice "STORE_SLICE" None (a: 4 => 0) 0 Other Any
        "Takes a value, a container, a start and a stop, and does container[start:stop] = value.";
    38 StoreSubscr "STORE_SUBSCR" None (a: 3 => 0) 1 Other Any
        "Takes a value, a container and a key, and does container[key] = value.";
    39 ToBool "TO_BOOL" None (a: 1 => 1) 3 Other Any
        "Replaces the value on top by its truth: True or False.";
    40 UnaryInvert "UNARY_INVERT" None (a: 1 => 1) 0 Other Any
        "Replaces the value on top by ~value.";
    41 UnaryNegative "UNARY_NEGATIVE" None (a: 1 => 1) 0 Other Any
        "Replaces the value on top by -value.";
    42 UnaryNot "UNARY_NOT" None (a: 1 => 1) 0 Never No
        "Replaces the bool on top by its opposite.";
    43 WithExceptStart "WITH_EXCEPT_START" None (a: 5 => 6) 0 Call Any
        "When a with block raised: calls its __exit__ with the exception and pushes the result. On the stack: __exit__, self or NULL, the index of the raising instruction, the exception handled before, the exception.";
    44 BinaryOp "BINARY_OP" Binary (a: 2 => 1) 5 Other Any
        "Takes two values and pushes the result of the operator, such as left + right or container[key].";
    45 BuildInterpolation "BUILD_INTERPOLATION" Raw (a: 2 + (a & 1) => 1) 0 Other No
        "Makes a field of a t-string from a value, its source text and, if bit 0 of the operand is set, a format specification. The conversion (1 str, 2 repr, 3 ascii, 0 none) is operand >> 2.";
    46 BuildList "BUILD_LIST" Raw (a: a => 1) 0 Other No
        "Takes so many values and pushes a list of them.";
    47 BuildMap "BUILD_MAP" Raw (a: 2 * a => 1) 0 Other Any
        "Takes so many pairs of key and value and pushes a dict of them.";
    48 BuildSet "BUILD_SET" Raw (a: a => 1) 0 Other Any
        "Takes so many values and pushes a set of them.";
    49 BuildSlice "BUILD_SLICE" Raw (a: a => 1) 0 Other No
        "Takes start and stop (and step, if the operand is 3) and pushes a slice.";
    50 BuildString "BUILD_STRING" Raw (a: a => 1) 0 Other No
        "Takes so many strings and pushes them joined.";
    51 BuildTuple "BUILD_TUPLE" Raw (a: a => 1) 0 Other No
        "Takes so many values and pushes a tuple of them.";
    52 Call "CALL" Raw (a: 2 + a => 1) 3 Call Any
        "Calls a callable with so many positional arguments. On the stack: the callable, self or NULL, the arguments.";
    53 CallIntrinsic1 "CALL_INTRINSIC_1" Intrinsic1 (a: 1 => 1) 0 Other Any
        "Replaces the value on top by the result of a helper inside the interpreter.";
    54 CallIntrinsic2 "CALL_INTRINSIC_2" Intrinsic2 (a: 2 => 1) 0 Other Any
        "Takes two values and pushes the result of a helper inside the interpreter.";
    55 CallKw "CALL_KW" Raw (a: 3 + a => 1) 3 Call Any
        "Calls a callable with so many arguments, the last of them by keyword. On the stack: the callable, self or NULL, the arguments, the tuple of the keywords.";
    56 CompareOp "COMPARE_OP" Compare (a: 2 => 1) 1 Other Any
        "Takes two values and pushes the result of a comparison.";
    57 ContainsOp "CONTAINS_OP" Invert (a: 2 => 1) 1 Never Any
        "Takes an item and a container and pushes whether the item is in it (operand 1: is not in it).";
    58 ConvertValue "CONVERT_VALUE" Convert (a: 1 => 1) 0 Other Any
        "Applies !s, !r or !a of a replacement field to the value on top.";
    59 Copy "COPY" Raw (a: a => a + 1) 0 Never No
        "Pushes the value that lies so deep in the stack once more (1 is the top).";
    60 CopyFreeVars "COPY_FREE_VARS" Raw (a: 0 => 0) 0 Never No
        "At the start of an inner function: puts the so many cells of its closure into its own slots.";
    61 DeleteAttr "DELETE_ATTR" Name (a: 1 => 0) 0 Other Any
        "Takes an object and deletes its attribute.";
    62 DeleteDeref "DELETE_DEREF" Deref (a: 0 => 0) 0 Other Write
        "Empties the cell of a variable that functions share.";
    63 DeleteFast "DELETE_FAST" Local (a: 0 => 0) 0 Other No
        "Deletes a local variable.";
    64 DeleteGlobal "DELETE_GLOBAL" Name (a: 0 => 0) 0 Other Write
        "Deletes a global variable.";
    65 DeleteName "DELETE_NAME" Name (a: 0 => 0) 0 Other Write
        "Deletes a name in the current namespace.";
    66 DictMerge "DICT_MERGE" Raw (a: 4 + a => 3 + a) 0 Other Any
        "Takes a mapping of keyword arguments and adds it to the dict that lies so deep below; a keyword given twice is an error.";
    67 DictUpdate "DICT_UPDATE" Raw (a: 1 + a => a) 0 Other Any
        "Takes a mapping and adds it to the dict that lies so deep below.";
    68 EndAsyncFor "END_ASYNC_FOR" Backward (a: 2 => 0) 0 Other No
        "Ends an async for loop: drops the iterator if the exception on top is StopAsyncIteration, and raises any other again. The operand points to the loop's SEND; it is for tools only.";
    70 ForIter "FOR_ITER" Forward (a: 1 => 2) 1 Other Any
        "Pushes the next item of the iterator on top, which stays. When there is none, goes on after the END_FOR it points to.";
    71 GetAwaitable "GET_AWAITABLE" Raw (a: 1 => 1) 0 Other Any
        "Replaces the value on top by its awaitable iterator. Operand 1: it came from __aenter__; 2: from __aexit__ (for the error text).";
    72 ImportFrom "IMPORT_FROM" Name (a: 1 => 2) 0 Other Any
        "Pushes a name out of the module on top, which stays.";
    73 ImportName "IMPORT_NAME" Name (a: 2 => 1) 0 Other Any
        "Takes a level and the tuple of names after import (or None), and pushes the imported module.";
    74 IsOp "IS_OP" Invert (a: 2 => 1) 0 Never No
        "Takes two values and pushes whether they are the same object (operand 1: are not).";
    75 JumpBackward "JUMP_BACKWARD" Backward (a: 0 => 0) 1 BackEdge No
        "Goes back to the head of a loop. Here another thread may get its turn.";
    76 JumpBackwardNoInterrupt "JUMP_BACKWARD_NO_INTERRUPT" Backward (a: 0 => 0) 0 Never No
        "Goes back, within yield from or await, without giving other threads a turn.";
    77 JumpForward "JUMP_FORWARD" Forward (a: 0 => 0) 0 Never No
        "Goes on further below.";
    78 ListAppend "LIST_APPEND" Raw (a: 1 + a => a) 0 Other Write
        "Takes a value and appends it to the list that lies so deep below.";
    79 ListExtend "LIST_EXTEND" Raw (a: 1 + a => a) 0 Other Any
        "Takes an iterable and appends its items to the list that lies so deep below.";
    80 LoadAttr "LOAD_ATTR" Attr (a: 1 => 1 + (a & 1)) 9 Other Any
        "Replaces the object on top by its attribute. With bit 0 set it prepares a call: it pushes the method and self, or the attribute and NULL.";
    81 LoadCommonConstant "LOAD_COMMON_CONSTANT" Common (a: 0 => 1) 0 Never No
        "Pushes a builtin that the compiler relies on, such as AssertionError.";
    82 LoadConst "LOAD_CONST" Const (a: 0 => 1) 0 Never No
        "Pushes a constant.";
    83 LoadDeref "LOAD_DEREF" Deref (a: 0 => 1) 0 Other Read
        "Pushes a variable that functions share, out of its cell.";
    84 LoadFast "LOAD_FAST" Local (a: 0 => 1) 0 Never No
        "Pushes a local variable.";
    85 LoadFastAndClear "LOAD_FAST_AND_CLEAR" Local (a: 0 => 1) 0 Never No
        "Pushes a local variable (or NULL if it has no value) and takes its value away: a comprehension saves it so.";
    86 LoadFastBorrow "LOAD_FAST_BORROW" Local (a: 0 => 1) 0 Never No
        "Pushes a local variable without counting the reference, since the variable is sure to outlive it.";
    87 LoadFastBorrowLoadFastBorrow "LOAD_FAST_BORROW_LOAD_FAST_BORROW" LocalPair (a: 0 => 2) 0 Never No
        "Pushes two local variables without counting the references.";
    88 LoadFastCheck "LOAD_FAST_CHECK" Local (a: 0 => 1) 0 Other No
        "Pushes a local variable, or raises UnboundLocalError if it has no value yet.";
    89 LoadFastLoadFast "LOAD_FAST_LOAD_FAST" LocalPair (a: 0 => 2) 0 Never No
        "Pushes two local variables.";
    90 LoadFromDictOrDeref "LOAD_FROM_DICT_OR_DEREF" Deref (a: 1 => 1) 0 Other Any
        "Takes a namespace and pushes the name's value from it, or else from the cell of an enclosing function.";
    91 LoadFromDictOrGlobals "LOAD_FROM_DICT_OR_GLOBALS" Name (a: 1 => 1) 0 Other Any
        "Takes a namespace and pushes the name's value from it, or else the global or builtin.";
    92 LoadGlobal "LOAD_GLOBAL" Global (a: 0 => 1 + (a & 1)) 4 Other Read
        "Pushes a global variable or a builtin, and after it NULL if bit 0 is set (to prepare a call).";
    93 LoadName "LOAD_NAME" Name (a: 0 => 1) 0 Other Any
        "Pushes a name's value: from the current namespace, else the global or builtin.";
    94 LoadSmallInt "LOAD_SMALL_INT" SmallInt (a: 0 => 1) 0 Never No
        "Pushes an int between 0 and 255, which is the operand itself.";
    95 LoadSpecial "LOAD_SPECIAL" Special (a: 1 => 2) 0 Other Any
        "Replaces the object on top by a special method of its class, such as __enter__, and self (or NULL).";
    96 LoadSuperAttr "LOAD_SUPER_ATTR" SuperAttr (a: 3 => 1 + (a & 1)) 1 Other Any
        "Takes super, a class and self, and pushes super(class, self).attribute. With bit 0 set it pushes the method and self, or the attribute and NULL.";
    97 MakeCell "MAKE_CELL" Deref (a: 0 => 0) 0 Never No
        "At the start of a function: puts a variable that inner functions use into a cell.";
    98 MapAdd "MAP_ADD" Raw (a: 2 + a => a) 0 Other Any
        "Takes a key and a value and puts them into the dict that lies so deep below.";
    99 MatchClass "MATCH_CLASS" Raw (a: 3 => 1) 0 Other Any
        "Takes a subject, a class and a tuple of attribute names, and pushes the tuple of the attributes for so many positional patterns and those names, or None if the class does not match.";
    100 PopJumpIfFalse "POP_JUMP_IF_FALSE" Forward (a: 1 => 0) 1 Never No
        "Takes a bool and jumps if it is False.";
    101 PopJumpIfNone "POP_JUMP_IF_NONE" Forward (a: 1 => 0) 1 Never No
        "Takes a value and jumps if it is None.";
    102 PopJumpIfNotNone "POP_JUMP_IF_NOT_NONE" Forward (a: 1 => 0) 1 Never No
        "Takes a value and jumps if it is not None.";
    103 PopJumpIfTrue "POP_JUMP_IF_TRUE" Forward (a: 1 => 0) 1 Never No
        "Takes a bool and jumps if it is True.";
    104 RaiseVarargs "RAISE_VARARGS" Raw (a: a => 0) 0 Other Any
        "Raises: operand 0 the current exception again, 1 the value on top, 2 the value below with the one on top as its cause.";
    105 Reraise "RERAISE" Raw (a: 1 + a => a) 0 Other No
        "Raises the exception on top again. If the operand is not 0, the value so deep below it is the index of the instruction that raised it first.";
    106 Send "SEND" Forward (a: 2 => 2) 1 Other Any
        "Sends the value on top into the generator or iterator below. If that returns instead of yielding, pushes the result and jumps.";
    107 SetAdd "SET_ADD" Raw (a: 1 + a => a) 0 Other Any
        "Takes a value and adds it to the set that lies so deep below.";
    108 SetFunctionAttribute "SET_FUNCTION_ATTRIBUTE" FunctionAttr (a: 2 => 1) 0 Other No
        "Gives the new function on top the value below it, as its defaults or closure, say.";
    109 SetUpdate "SET_UPDATE" Raw (a: 1 + a => a) 0 Other Any
        "Takes an iterable and adds its items to the set that lies so deep below.";
    110 StoreAttr "STORE_ATTR" Name (a: 2 => 0) 4 Other Any
        "Takes a value and an object, and sets the object's attribute.";
    111 StoreDeref "STORE_DEREF" Deref (a: 1 => 0) 0 Other Write
        "Stores a value into the cell of a variable that functions share.";
    112 StoreFast "STORE_FAST" Local (a: 1 => 0) 0 Never No
        "Stores a value into a local variable.";
    113 StoreFastLoadFast "STORE_FAST_LOAD_FAST" LocalPair (a: 1 => 1) 0 Never No
        "Stores a value into a local variable, then pushes another one.";
    114 StoreFastStoreFast "STORE_FAST_STORE_FAST" LocalPair (a: 2 => 0) 0 Never No
        "Stores the value on top into a local variable, and the one below into another.";
    115 StoreGlobal "STORE_GLOBAL" Name (a: 1 => 0) 0 Other Write
        "Stores a value into a global variable.";
    116 StoreName "STORE_NAME" Name (a: 1 => 0) 0 Other Any
        "Stores a value under a name in the current namespace.";
    117 Swap "SWAP" Raw (a: a => a) 0 Never No
        "Exchanges the value on top with the one that lies so deep (2 is the next below).";
    118 UnpackEx "UNPACK_EX" Raw (a: 1 => (a & 0xFF) + (a >> 8) + 1) 0 Other Any
        "Takes an iterable apart for a target with a star: operand & 255 values before it and operand >> 8 after it, the first on top.";
    119 UnpackSequence "UNPACK_SEQUENCE" Raw (a: 1 => a) 1 Other Any
        "Takes an iterable apart into exactly so many values, the first on top.";
    120 YieldValue "YIELD_VALUE" Raw (a: 1 => 1) 0 Other No
        "Yields the value on top to whoever runs the generator; what is sent in is on the stack when it goes on. Operand 1: part of yield from or await.";
    128 Resume "RESUME" Raw (a: 0 => 0) 0 Entry No
        "Marks where a function starts (operand & 3 is 0) or goes on after yield (1), yield from (2) or await (3). Another thread may get its turn here, but for the last two. Bit 2 says that it is inside just one try of the generator's own.";
}

impl Op {
    /// CPython's name, such as `LOAD_FAST`.
    pub const fn name(self) -> &'static str {
        self.info().name
    }

    /// Whether `arg` is the index of another instruction.
    pub const fn is_jump(self) -> bool {
        matches!(self.info().operand, Operand::Forward | Operand::Backward)
    }

    /// Whether the instruction after it is never reached from it.
    pub const fn ends_block(self) -> bool {
        matches!(
            self,
            Op::ReturnValue
                | Op::RaiseVarargs
                | Op::Reraise
                | Op::JumpForward
                | Op::JumpBackward
                | Op::JumpBackwardNoInterrupt
        )
    }

    /// By how much the operand stack grows (or shrinks).
    pub const fn stack_effect(self, arg: u32) -> i32 {
        self.pushes(arg) as i32 - self.pops(arg) as i32
    }

    /// Whether CPython has an operand for it (from `HAVE_ARGUMENT` on).
    pub const fn has_arg(self) -> bool {
        !matches!(self.info().operand, Operand::None)
    }
}

macro_rules! operands {
    ($(#[$doc:meta])* $type:ident { $($num:literal $variant:ident $text:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum $type {
            $(#[doc = concat!("`", $text, "`")] $variant = $num,)*
        }

        impl $type {
            /// The one with this number.
            #[inline]
            pub const fn from_arg(arg: u32) -> Option<$type> {
                match arg {
                    $($num => Some($type::$variant),)*
                    _ => None,
                }
            }

            /// As `dis` prints it.
            pub const fn text(self) -> &'static str {
                match self {
                    $($type::$variant => $text,)*
                }
            }
        }
    };
}

operands! {
    /// Operand of `BINARY_OP`. From 13 on they are the in-place forms, whose plain form is 13 less; the last one is
    /// subscription.
    BinaryOp {
        0 Add "+"; 1 And "&"; 2 FloorDivide "//"; 3 Lshift "<<"; 4 MatrixMultiply "@"; 5 Multiply "*"; 6 Remainder "%";
        7 Or "|"; 8 Power "**"; 9 Rshift ">>"; 10 Subtract "-"; 11 TrueDivide "/"; 12 Xor "^";
        13 InplaceAdd "+="; 14 InplaceAnd "&="; 15 InplaceFloorDivide "//="; 16 InplaceLshift "<<=";
        17 InplaceMatrixMultiply "@="; 18 InplaceMultiply "*="; 19 InplaceRemainder "%="; 20 InplaceOr "|=";
        21 InplacePower "**="; 22 InplaceRshift ">>="; 23 InplaceSubtract "-="; 24 InplaceTrueDivide "/=";
        25 InplaceXor "^="; 26 Subscr "[]";
    }
}

operands! {
    /// Operand of `COMPARE_OP`, shifted left by five.
    CompareOp { 0 Lt "<"; 1 Le "<="; 2 Eq "=="; 3 Ne "!="; 4 Gt ">"; 5 Ge ">="; }
}

impl CompareOp {
    /// The low four bits of the operand: which outcomes mean true.
    pub const fn mask(self) -> u32 {
        match self {
            CompareOp::Lt => 2,
            CompareOp::Le => 10,
            CompareOp::Eq => 8,
            CompareOp::Ne => 7,
            CompareOp::Gt => 4,
            CompareOp::Ge => 12,
        }
    }

    /// The bit of the operand that asks for a `bool`.
    pub const TO_BOOL: u32 = 16;
}

operands! {
    /// Operand of `CALL_INTRINSIC_1`.
    Intrinsic1 {
        1 Print "INTRINSIC_PRINT"; 2 ImportStar "INTRINSIC_IMPORT_STAR"; 3 StopiterationError "INTRINSIC_STOPITERATION_ERROR";
        4 AsyncGenWrap "INTRINSIC_ASYNC_GEN_WRAP"; 5 UnaryPositive "INTRINSIC_UNARY_POSITIVE"; 6 ListToTuple "INTRINSIC_LIST_TO_TUPLE";
        7 Typevar "INTRINSIC_TYPEVAR"; 8 Paramspec "INTRINSIC_PARAMSPEC"; 9 Typevartuple "INTRINSIC_TYPEVARTUPLE";
        10 SubscriptGeneric "INTRINSIC_SUBSCRIPT_GENERIC"; 11 Typealias "INTRINSIC_TYPEALIAS";
    }
}

operands! {
    /// Operand of `CALL_INTRINSIC_2`.
    Intrinsic2 {
        1 PrepReraiseStar "INTRINSIC_PREP_RERAISE_STAR"; 2 TypevarWithBound "INTRINSIC_TYPEVAR_WITH_BOUND";
        3 TypevarWithConstraints "INTRINSIC_TYPEVAR_WITH_CONSTRAINTS"; 4 SetFunctionTypeParams "INTRINSIC_SET_FUNCTION_TYPE_PARAMS";
        5 SetTypeparamDefault "INTRINSIC_SET_TYPEPARAM_DEFAULT";
    }
}

operands! {
    /// Operand of `LOAD_COMMON_CONSTANT`.
    CommonConstant { 0 AssertionError "AssertionError"; 1 NotImplementedError "NotImplementedError"; 2 Tuple "tuple"; 3 All "all"; 4 Any "any"; }
}

operands! {
    /// Operand of `LOAD_SPECIAL`.
    SpecialMethod { 0 Enter "__enter__"; 1 Exit "__exit__"; 2 Aenter "__aenter__"; 3 Aexit "__aexit__"; }
}

operands! {
    /// Operand of `CONVERT_VALUE`.
    Conversion { 1 Str "str"; 2 Repr "repr"; 3 Ascii "ascii"; }
}

operands! {
    /// Operand of `SET_FUNCTION_ATTRIBUTE`.
    FunctionAttr { 1 Defaults "defaults"; 2 KwDefaults "kwdefaults"; 4 Annotations "annotations"; 8 Closure "closure"; 16 Annotate "annotate"; }
}
